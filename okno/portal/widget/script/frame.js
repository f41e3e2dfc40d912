// The button in the corner and the panel: a dialog in a tree of its own, on a phone over the whole screen.
const place = document.createElement('okno-widget');
const root = place.attachShadow({ mode: 'open' });
const narrow = window.matchMedia('(max-width: 480px)');
const trail = []; // the views behind the present one
let panel, launch, title, room, backward, leave;

function build() {
  const looks = new CSSStyleSheet();
  looks.replaceSync(`${SHEET}\n:host{${told.tokens}}`);
  root.adoptedStyleSheets = [looks];
  place.lang = LANG;
  title = h('h2', { id: 'title', tabindex: '-1' });
  backward = h('button', { type: 'button', class: 'bare', 'aria-label': w('back'), onclick: back }, icon('back'));
  room = h('div', { class: 'room' });
  const shut = h('button', { type: 'button', class: 'bare', 'aria-label': w('close'), onclick: close }, icon('close'));
  panel = h(
    'dialog',
    { class: 'panel', 'aria-labelledby': 'title', onkeydown: keys, oncancel: (event) => (event.preventDefault(), close()) },
    h('header', {}, backward, title, shut),
    room,
  );
  launch = h(
    'button',
    { type: 'button', class: 'launch', 'aria-haspopup': 'dialog', 'aria-expanded': 'false', 'aria-label': told.title, onclick: toggle },
    icon('chat'),
  );
  if (told.is_left) place.setAttribute('data-left', '');
  root.append(launch, panel);
  document.body.append(place);
}

function toggle() {
  if (panel.open) close();
  else open();
}

function open() {
  if (panel.open) return;
  if (narrow.matches) panel.showModal();
  else panel.show();
  launch.setAttribute('aria-expanded', 'true');
  if (!trail.length) show(home);
  else focusFirst();
}

function close() {
  if (!panel.open) return;
  panel.close();
  launch.setAttribute('aria-expanded', 'false');
  launch.focus();
}

// Show a view: a function that returns its title, its content, and perhaps what to do when it is left.
function show(view, ...values) {
  trail.push([view, values]);
  draw();
}

function back() {
  if (trail.length > 1) trail.pop();
  draw();
}

function restart(view = home, ...values) {
  trail.length = 0;
  if (view !== home) trail.push([home, []]);
  show(view, ...values);
}

function draw() {
  leave?.();
  const [view, values] = trail.at(-1);
  const shown = view(...values);
  leave = shown.leave;
  title.textContent = shown.title;
  backward.hidden = trail.length < 2;
  room.replaceChildren(...shown.content);
  room.scrollTop = 0;
  focusFirst();
}

function focusFirst() {
  (narrow.matches ? title : (room.querySelector('[data-first]') ?? title)).focus({ preventScroll: true });
}

function keys(event) {
  if (event.key === 'Escape') {
    event.preventDefault();
    close();
  } else if (event.key === 'Tab') {
    hold(event);
  }
  event.stopPropagation(); // keys of the host's page do not hear what is written here
}

// Tab goes round inside the panel.
function hold(event) {
  const stops = [...panel.querySelectorAll('a[href], button, input, textarea, summary, [tabindex="0"]')].filter(
    (one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility(),
  );
  const [first, last] = [stops[0], stops.at(-1)];
  const at = root.activeElement;
  if (event.shiftKey ? at === first || !stops.includes(at) : at === last) {
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
}
