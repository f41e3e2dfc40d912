// The chat as one sees it: before it begins, and while it goes on.
function chat() {
  const box = h('div', { class: 'chat' });
  let shown = null;

  function redraw(fresh = []) {
    const wanted = talk.token && !talk.isNew ? 'open' : 'begin';
    if (shown?.kind !== wanted) {
      shown = wanted === 'open' ? conversation() : beginning();
      box.replaceChildren(...shown.content.flat());
      if (panel.open) focusFirst();
    }
    shown.update?.(fresh);
  }

  talk.changed = redraw;
  talk.unread = 0;
  redraw();
  if (talk.token) look();
  return { title: w('chat'), content: [box], leave: () => (talk.changed = null) };
}

async function hintOfChat(hint) {
  if (talk.token && !talk.now) await look(); // the page was just opened, and its conversation is still asked for
  if (talk.token && talk.now && !talk.now.is_over) return void (hint.textContent = w('chat_goes_on'));
  try {
    const state = await ask('chat/state/', { token: 'new' });
    hint.textContent = state.is_on ? stateWords(state) : '';
    if (!state.is_on) hint.closest('li')?.remove();
  } catch {
    hint.closest('li')?.remove();
  }
}

function stateWords(state) {
  return state.is_open ? state.waiting?.words || w('open_now') : state.opens_words;
}

function beginning() {
  const key = mark();
  const hint = h('p', { class: 'quiet', role: 'status' });
  const text = field('textarea', 'words', w('what_happened'), { rows: 3, maxlength: 10_000, required: true, value: begunWords() || meant, 'data-first': true });
  const name = field('input', 'name', w('your_name'), { maxlength: 100, autocomplete: 'name', value: kept('sessionStorage', 'name') });
  const email = field('input', 'email', w('email_if_left'), { type: 'email', maxlength: 254, autocomplete: 'email', value: kept('sessionStorage', 'email') });
  const about = h('input', { type: 'checkbox' });
  const trap = h('input', { name: 'website', tabindex: '-1', autocomplete: 'off', 'aria-hidden': 'true', class: 'unseen' });
  const boxes = h('div', {}, told.consents.map(consent));
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const send = h('button', { class: 'main' }, w('begin_chat'));
  const form = h('form', { novalidate: true, onsubmit: submit, oninput: keep }, text, !isKnown && [name, email], boxes,
    h('label', { class: 'tick' }, about, h('span', {}, w('about'), h('details', {}, h('summary', {}, w('about_what')), h('pre', {}, page())))),
    trap, wrong, send);
  ask('chat/state/', { token: bearer() }).then((state) => {
    hint.textContent = [state.welcome, stateWords(state)].filter(Boolean).join(' ');
    if (state.consents.length !== told.consents.length) boxes.replaceChildren(...state.consents.map(consent)); // who has agreed before is not asked again
  }, () => {});

  function keep({ target }) {
    if (target.name === 'words') begunWords(target.value);
    else if (['name', 'email'].includes(target.name)) kept('sessionStorage', target.name, target.value);
  }

  async function submit(event) {
    event.preventDefault();
    const words = form.elements.words.value.trim();
    const missing = [...form.querySelectorAll('[name^="consent_"]')].find((one) => !one.checked);
    if (!words || missing) {
      complain(form, { [missing && words ? missing.name : 'words']: [words ? w('needs_consent') : w('say_something')] });
      return (form.querySelector('[aria-invalid]') ?? send).focus();
    }
    send.disabled = true;
    wrong.textContent = '';
    const consents = [...form.querySelectorAll('[name^="consent_"]')].map((one) => Number(one.name.slice(8)));
    const more = { key, consents, name: form.elements.name?.value ?? '', email: form.elements.email?.value ?? '', website: trap.value };
    if (about.checked) Object.assign(more, { page: location.href, context: { title: document.title, browser: navigator.userAgent, errors: faults.join(' · ') } });
    if (isKnown) more.identity = user;
    try {
      await begin(words, more);
      asked = meant = '';
    } catch (fault) {
      wrong.textContent = fault.message;
    } finally {
      send.disabled = false;
    }
  }

  return { kind: 'begin', content: [hint, form] };
}

function conversation() {
  const log = h('div', { class: 'log', role: 'log', 'aria-label': w('chat'), tabindex: '0' });
  const state = h('p', { class: 'quiet', role: 'status' });
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const files = filesOf(sendFiles);
  const text = h('textarea', { rows: 2, maxlength: 10_000, 'aria-label': w('message'), value: begunWords(), 'data-first': true, onkeydown: enter, oninput: write, onpaste: files.paste });
  const send = h('button', { class: 'main', 'aria-label': w('send') }, icon('send'));
  const form = h('form', { class: 'compose', onsubmit: submit, ondrop: files.paste, ondragover: (event) => event.preventDefault() }, files.button, files.input, text, send);
  const mail = byMail();
  const over = h('div', { class: 'over' });
  const end = ending(wrong, () => text.focus());
  const drawn = new Map();
  let wrote = 0;
  let key = mark();

  function update() {
    const isNear = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    for (const one of talk.said) draw(one);
    if (isNear) log.scrollTop = log.scrollHeight;
    const now = talk.now;
    if (!now) return;
    const last = talk.said.findLast((one) => one.who === 'you');
    const isRead = last && now.read >= last.id && !now.is_over;
    const stands = now.is_over || now.solved ? '' : now.words; // what is asked and offered then says it itself
    state.textContent = now.typing ? w('typing') : [stands, isRead && w('read')].filter(Boolean).join(' ');
    end.update(now);
    over.replaceChildren(...(now.is_over && !now.solved ? ended() : now.solved ? [] : [h('button', { type: 'button', class: 'inline', onclick: finish }, w('end_chat'))]));
    form.hidden = now.is_over && !now.solved;
    mail.box.hidden = now.is_over;
    mail.tell(now.mail);
    if (panel.open && talk.said.length && !document.hidden) reading(talk.upto);
  }

  function draw(one) {
    const before = drawn.get(one.id);
    if (before && !one.isChanged) return;
    one.isChanged = false;
    const now = bubble(one);
    if (before) before.replaceWith(now);
    else log.append(now);
    drawn.set(one.id, now);
  }

  function reading(upto) {
    if (talk.marked >= upto) return;
    marked(upto);
    tell('read', { upto }).catch(() => (talk.marked = 0));
  }

  function enter(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
  }

  function write() {
    begunWords(text.value);
    if (Date.now() - wrote < 3000) return;
    wrote = Date.now();
    tell('typing', {}).catch(() => {});
  }

  async function submit(event) {
    event.preventDefault();
    const words = text.value.trim();
    if (!words || send.disabled) return;
    await deliver(() => tell('say', { words, key, after: talk.upto }), () => (text.value = begunWords('')));
    text.focus();
  }

  // What could not be sent stays where it is; the same key, sent again, is heard once.
  async function deliver(sent, done) {
    send.disabled = true;
    wrong.textContent = '';
    try {
      talk.saying = sent();
      const seen = await talk.saying;
      done();
      key = mark();
      if (seen.messages) take(seen, true);
      else look();
    } catch (fault) {
      if (fault.status === 401) return forget();
      wrong.textContent = fault.message;
    } finally {
      send.disabled = false;
    }
  }

  async function sendFiles(chosen) {
    for (const one of [...chosen]) await deliver(() => ask('chat/file/', { form: fields({ file: one, key: mark() }), token: bearer() }), () => {});
    files.clear();
  }

  async function finish() {
    await tell('end', {}).catch((fault) => (wrong.textContent = fault.message));
    look();
  }

  return { kind: 'open', update, content: [log, state, end.content, files.wrong, wrong, form, mail.box, over] };
}

function ended() {
  return [h('p', { class: 'quiet' }, w('chat_over')), h('button', { type: 'button', onclick: anew }, w('new_chat'))];
}

function bubble(one) {
  const files = one.files.map((file) => {
    const trouble = file.trouble && h('span', { class: `trouble ${file.trouble}` }, file.trouble_words);
    if (!file.url) return h('span', { class: 'file' }, icon('attach'), file.name, trouble);
    const address = new URL(file.url, BASE);
    const path = address.pathname.slice(new URL(BASE).pathname.length) + address.search;
    if (file.is_picture) return painted(`${path}?inline`, file.name, bearer());
    return h('a', { class: 'file', href: new URL(path, BASE).href, target: '_blank', rel: 'noopener noreferrer' }, icon('attach'), file.name, trouble);
  });
  return h('div', { class: one.who === 'we' ? 'one ours' : 'one mine' },
    h('p', { class: 'hint' }, one.who === 'we' ? `${one.name}, ` : '', h('time', { datetime: one.at }, moment(one.at))),
    one.text && h('p', { class: 'lines' }, linked(one.text)), files);
}

function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"']+)/).map((part, at) => (at % 2 ? h('a', { href: safe(part), target: '_blank', rel: 'noopener noreferrer nofollow' }, part) : part));
}

// Where the answer goes when one leaves.
function byMail() {
  const line = h('p', { class: 'hint' });
  const input = h('input', { type: 'email', maxlength: 254, autocomplete: 'email', 'aria-label': w('your_email'), placeholder: 'name@example.org' });
  const form = h('form', { class: 'mail', novalidate: true, onsubmit: submit }, input, h('button', {}, w('by_mail')));
  let known;

  async function submit(event) {
    event.preventDefault();
    try {
      tellOf((await tell('mail', { email: input.value.trim() })).mail);
    } catch (fault) {
      line.textContent = fault.message;
    }
  }

  function tellOf(address) {
    if (address === known) return;
    known = address;
    form.hidden = Boolean(address);
    line.textContent = address ? w('mail_goes_to', address) : w('mail_why');
  }

  tellOf('');
  return { box: h('div', { class: 'by-mail' }, line, form), tell: tellOf };
}
