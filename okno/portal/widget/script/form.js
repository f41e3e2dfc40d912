// A request in one's own words. What is written survives a reload; what is sent twice is heard once.
const BEGUN_AT_MOST = 5000;
const faults = []; // the last errors of the page; they leave with a consent alone
window.addEventListener('error', (event) => {
  faults.push(`${String(event.message).slice(0, 200)} (${String(event.filename).slice(0, 200)}:${event.lineno})`);
  if (faults.length > 5) faults.shift();
});

const user = claimsOf(own.dataset);
let isKnown = false; // the desk believes the site who its user is

function claimsOf(data) {
  const { userId: id, userEmail: email = '', userName: name = '', userExpires: expires, userSignature: signature } = data;
  return id && expires && signature ? { id, email, name, expires, signature } : null;
}

function request(words, come = {}) {
  const key = mark();
  const begun = kept('sessionStorage', 'text') || words || '';
  const text = field('textarea', 'text', w('what_happened'), { rows: 5, maxlength: told.letters, required: true, value: begun, 'data-first': true });
  const name = field('input', 'name', w('your_name'), { maxlength: 200, autocomplete: 'name', value: kept('sessionStorage', 'name') });
  const email = field('input', 'email', w('your_email'), {
    type: 'email', maxlength: 254, autocomplete: 'email', required: true, value: kept('sessionStorage', 'email'),
  });
  const files = filesOf(null, (count) => kept('sessionStorage', 'files', count ? String(count) : ''));
  if (kept('sessionStorage', 'files')) files.wrong.textContent = w('files_again'); // a browser keeps no files
  const about = h('input', { type: 'checkbox', name: 'about' });
  const trap = h('input', { name: 'website', tabindex: '-1', autocomplete: 'off', 'aria-hidden': 'true', class: 'unseen' });
  const said = h('p', { class: 'wrong', role: 'alert' });
  const send = h('button', { class: 'main' }, w('send'));
  const form = h(
    'form', { novalidate: true, onsubmit: submit, oninput: keep, onpaste: files.paste, ondrop: files.paste, ondragover: (event) => event.preventDefault() },
    text, !isKnown && [name, email], files.box, told.consents.map(consent),
    h('label', { class: 'tick' }, about, h('span', {}, w('about'), h('details', {}, h('summary', {}, w('about_what')), h('pre', {}, page())))),
    trap, said, send,
  );

  function keep(event) {
    if (['text', 'name', 'email'].includes(event.target.name)) kept('sessionStorage', event.target.name, event.target.value.slice(0, BEGUN_AT_MOST));
  }

  async function submit(event) {
    event.preventDefault();
    const body = new FormData(form);
    body.delete('about');
    if (about.checked) body.append('about', page());
    if (isKnown) body.append('identity', JSON.stringify(user));
    for (const file of files.chosen) body.append('attached', file);
    for (const [name, value] of Object.entries({ ...come, key, q: words ?? '' })) body.append(name, value);
    complain(form, {});
    said.textContent = '';
    send.disabled = true;
    try {
      const heard = await ask(`${MINE}requests/`, { form: body });
      for (const name of ['text', 'files']) kept('sessionStorage', name, '');
      asked = meant = '';
      restart(thanks, heard.number, heard.email);
    } catch (fault) {
      said.textContent = complain(form, fault.errors ?? {}) ? '' : fault.message;
      (form.querySelector('[aria-invalid]') ?? send).focus();
    } finally {
      send.disabled = false;
    }
  }

  return { title: w('form'), content: [form] };
}

function field(kind, name, label, attributes) {
  const input = h(kind, { id: name, name, ...attributes });
  return h('div', { class: 'field' }, h('label', { for: name }, label), input, h('p', { class: 'wrong', id: `${name}-wrong` }));
}

function consent(one) {
  const box = h('input', { type: 'checkbox', name: `consent_${one.id}`, value: 'on', id: `consent_${one.id}` });
  return h('div', { class: 'field' },
    h('label', { class: 'tick' }, box, h('span', {}, w('agree', one.name))),
    h('details', {}, h('summary', {}, w('read_text')), h('p', { class: 'lines' }, one.text)),
    h('p', { class: 'wrong', id: `consent_${one.id}-wrong` }),
  );
}

// Put each complaint beside its field; returns whether all of them have found one.
function complain(form, errors) {
  let isTold = Object.keys(errors).length > 0;
  for (const input of form.querySelectorAll('[aria-invalid]')) input.removeAttribute('aria-invalid');
  for (const wrong of form.querySelectorAll('.field > .wrong')) wrong.textContent = '';
  for (const [name, sentences] of Object.entries(errors)) {
    const input = form.elements.namedItem(name);
    const wrong = form.querySelector(`#${CSS.escape(name)}-wrong`);
    if (!input || !wrong) {
      isTold = false;
      continue;
    }
    wrong.textContent = sentences.join(' ');
    input.setAttribute('aria-invalid', 'true');
    input.setAttribute('aria-describedby', wrong.id);
  }
  return isTold;
}

function page() {
  return [location.href, document.title, navigator.userAgent, ...faults].join('\n').slice(0, 4000);
}

function thanks(number, email) {
  return {
    title: w('received'),
    content: [
      h('p', { class: 'good', role: 'status' }, icon('done'), w('number', number)),
      h('p', {}, email ? w('answer_to', email) : w('answer_comes')),
      h('button', { type: 'button', 'data-first': true, onclick: () => restart() }, w('to_beginning')),
    ],
  };
}
