// An answer, built from the tree that the desk has made of it: no HTML is parsed here, and nothing of it can run.
const SHOWN = new Set('p br hr h2 h3 h4 h5 h6 strong em s code pre blockquote ul ol li table thead tbody tr th td'.split(' '));
// One visit of the site says «it helped» once, however many of its pages are opened.
const visit = kept('sessionStorage', 'visit') || kept('sessionStorage', 'visit', mark()) || mark();

function article(id, words, step) {
  const place = `articles/${id}/`;
  return reading(place, step, w('answer'), (one, text, helped) => {
    text.lang = one.language;
    text.replaceChildren(...(one.guide ? guide(one, words) : one.tree.map(grown)));
    if (one.guide) text.querySelector('h3').focus();
    else helped.replaceChildren(question(place, words));
  });
}

// What is read at a place of the desk: its title, its text, and below it perhaps whether it helped.
function reading(place, query, name, fill) {
  const text = h('div', { class: 'article' }, h('p', { class: 'quiet', role: 'status' }, w('loading')));
  const helped = h('section', { class: 'helped' });
  let isLeft = false;
  ask(MINE + place, { query }).then(
    (one) => {
      if (isLeft) return;
      title.textContent = one.title;
      fill(one, text, helped);
    },
    (fault) => isLeft || text.replaceChildren(h('p', { class: 'wrong', role: 'alert' }, fault.message)),
  );
  return { title: name, content: [text, helped], leave: () => (isLeft = true) };
}

function question(place, words) {
  const box = h('div', { role: 'group', 'aria-label': w('did_it_help') });
  box.append(
    h('p', { class: 'ask' }, w('did_it_help')),
    h('button', { type: 'button', onclick: () => solved(place, words, box) }, w('yes')),
    h('button', { type: 'button', onclick: () => refused(place, words) }, w('no')),
  );
  return box;
}

const count = (place, words, said) => ask(`${MINE}${place}answer/`, { form: fields({ helped: said, key: visit, q: words }) });

async function solved(place, words, box) {
  try {
    await count(place, words, 'yes');
    box.replaceChildren(h('p', { class: 'good', role: 'status', tabindex: '-1' }, icon('done'), w('glad')));
    box.firstChild.focus();
  } catch (fault) {
    box.append(h('p', { class: 'wrong', role: 'alert' }, fault.message));
  }
}

function refused(place, words) {
  count(place, words, 'no').catch(() => {}); // the way on matters more than the count
  people(words);
}

// Where one goes on with the words that found no answer, and with the way that one has gone through a guide.
function people(words, come) {
  meant = words || meant;
  if (told.choices.some((one) => one.kind === 'form')) show(request, meant, come);
  else restart();
}

// One step of a guide; the button of the frame leads one step back.
function guide(one, words) {
  const now = one.guide;
  const answers = h('ul', { class: 'answers' });
  const press = { solved: () => solved(`articles/${one.id}/`, words, answers), ask: (way) => people(words, { guide: one.id, v: now.v, way }) };
  const on = (way) => show(article, one.id, words, { v: now.v, way });
  answers.append(
    ...now.answers.map(({ words: said, end, way }) =>
      h('li', {}, h('button', { type: 'button', onclick: () => (end === 'solved' || end === 'ask' ? press[end] : on)(way) }, said)),
    ),
  );
  const passed = now.passed.map(([name, said]) => h('li', {}, name, ' ', h('strong', {}, said)));
  return [
    ...(now.is_lost ? [h('p', { class: 'quiet', role: 'status' }, w('guide_changed'))] : []),
    ...(passed.length ? [h('ol', { class: 'quiet' }, passed)] : []),
    h('h3', { tabindex: '-1' }, now.name),
    ...now.tree.map(grown),
    answers,
  ];
}

function grown(node) {
  if (typeof node === 'string') return document.createTextNode(node);
  const [name, attributes, ...inside] = node;
  if (name === 'img') return drawn(attributes);
  if (name === 'a') return link(attributes, inside);
  return SHOWN.has(name) ? h(name, name === 'ol' ? { start: attributes.start } : {}, inside.map(grown)) : h('span', {}, inside.map(grown));
}

function link(attributes, inside) {
  if (!URL.canParse(attributes.href ?? '', BASE)) return h('span', {}, inside.map(grown));
  const address = new URL(attributes.href ?? '', BASE);
  const way = address.href.startsWith(BASE) && address.href.slice(BASE.length).replace(/[?#].*$/, '');
  const ours = way && /^(help|community)\/(\d+)\/$/.exec(way);
  const view = ours && (ours[1] === 'help' ? article : post);
  if (ours) return h('button', { type: 'button', class: 'inline', onclick: () => show(view, ours[2], '') }, inside.map(grown));
  return h('a', { href: safe(address.href), target: '_blank', rel: 'noopener noreferrer nofollow' }, inside.map(grown));
}

// A picture is drawn, not linked: a site's policy about pictures need not know the desk.
function drawn(attributes) {
  const found = /\/(help|community)\/pictures\/(\d+)\/$/.exec(attributes.src ?? '');
  const folder = found && (found[1] === 'help' ? 'pictures' : 'posts/pictures');
  return found ? painted(`${MINE}${folder}/${found[2]}/`, attributes.alt ?? '') : document.createTextNode(attributes.alt ?? '');
}

function painted(path, alt, token) {
  const canvas = h('canvas', { class: 'picture', role: 'img', 'aria-label': alt || w('picture'), width: 0, height: 0 });
  ask(path, { raw: true, token })
    .then((answer) => answer.blob())
    .then((blob) => createImageBitmap(blob))
    .then((bitmap) => {
      [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
      canvas.getContext('2d').drawImage(bitmap, 0, 0);
    })
    .catch(() => canvas.replaceWith(h('p', { class: 'quiet' }, alt || w('picture'))));
  return canvas;
}
