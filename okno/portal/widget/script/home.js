// The beginning: what happened? Answers as one types, and the ways to people.
let asked = ''; // what stands in the field
let meant = ''; // the same as the desk took it: typed in another layout, with a mistake; with this one goes on

function home() {
  const found = h('div', { class: 'found', role: 'status' });
  const field = h('input', {
    type: 'search', id: 'asked', 'data-first': true, maxlength: 200, autocomplete: 'off', value: asked, oninput: () => wait(),
  });
  const begins = suggested();
  let timer, asking;

  function wait() {
    asked = meant = field.value.trim();
    clearTimeout(timer);
    timer = setTimeout(look, 200, asked || begins, !asked);
  }

  async function look(words, isOffer, isEntered) {
    asking?.abort();
    if (!words) return found.replaceChildren();
    asking = new AbortController();
    try {
      const answer = await ask(`${MINE}search/`, { query: { q: words.slice(0, 200), ...(isEntered && { entered: 1 }) }, signal: asking.signal });
      if (!isOffer) meant = answer.instead || words;
      found.replaceChildren(...list(answer, meant, isOffer));
    } catch (fault) {
      if (fault.name !== 'AbortError') found.replaceChildren(h('p', { class: 'wrong' }, fault.message));
    }
  }

  function enter(event) {
    event.preventDefault();
    clearTimeout(timer);
    look(asked || begins, !asked, Boolean(asked));
  }

  look(asked || begins, !asked);
  const search = h('form', { role: 'search', onsubmit: enter }, h('label', { for: 'asked' }, w('what_happened')), field);
  const ways = h('nav', { 'aria-label': w('ways') }, h('ul', { class: 'ways' }, told.choices.map(way)));
  return {
    title: told.title,
    content: [h('p', { class: 'greeting' }, told.greeting), search, found, ways],
    leave: () => (clearTimeout(timer), asking?.abort()),
  };
}

// Words by which answers are offered beforehand: those that stand in the settings for this page, else its title.
function suggested() {
  const fits = told.contexts.filter((one) => location.pathname.startsWith(one.page));
  const nearest = fits.sort((one, other) => other.page.length - one.page.length)[0];
  return nearest ? nearest.words : told.uses_title ? document.title : '';
}

function list(answer, words, isOffer) {
  const led = isOffer ? '' : words;
  const hit = (view, one, ...more) =>
    h('li', {}, h('button', { type: 'button', class: 'hit', onclick: () => show(view, one.id, led) }, h('strong', {}, one.title), more));
  const hits = answer.articles.map((one) =>
    hit(article, one, !isOffer && h('span', {}, one.passage.map(([text, isFound]) => (isFound ? h('mark', {}, text) : text)))),
  );
  hits.push(...answer.posts.map((one) => hit(post, one, h('span', {}, w('community'), one.is_solved && ` · ${w('is_solved')}`))));
  if (!hits.length) return isOffer ? [] : [h('p', { class: 'quiet' }, w('nothing'))];
  return [
    h('p', { class: 'quiet' }, isOffer ? w('perhaps') : answer.instead ? w('instead', answer.instead) : w('answers')),
    h('ul', { class: 'hits' }, hits),
  ];
}

function way(choice) {
  if (choice.kind === 'chat') {
    const hint = h('span', { class: 'hint' });
    hintOfChat(hint);
    return h('li', {}, h('button', { type: 'button', class: 'way', onclick: () => show(chat) }, icon('chat'), h('span', {}, w('chat'), hint)));
  }
  if (choice.kind === 'form')
    return h('li', {},
      h('button', { type: 'button', class: 'way', onclick: () => show(request, meant) }, icon('form'),
        h('span', {}, w('form'), h('span', { class: 'hint' }, w('form_hint')))),
    );
  const isPhone = choice.kind === 'phone';
  return h('li', {},
    h('a', { class: 'way', href: safe(choice.url), target: isPhone ? null : '_blank', rel: 'noopener noreferrer' },
      icon(isPhone ? 'phone' : 'link'),
      h('span', {}, choice.name, isPhone && h('span', { class: 'hint' }, hoursOf(choice)))),
  );
}

function hoursOf(choice) {
  if (choice.is_open) return choice.until ? w('open_until', moment(choice.until)) : w('open_now');
  return choice.opens_at ? w('opens_at', moment(choice.opens_at)) : w('closed_now');
}

function safe(address) {
  return /^(https?|mailto|tel|tg|viber|whatsapp):/i.test(address) ? address : null;
}
