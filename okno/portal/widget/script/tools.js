// What all parts use: where the desk is, elements without HTML, questions to the desk. Nothing of it comes from messages or globals.
const own = document.currentScript;
const KEY = own?.dataset.widget ?? '';
const BEGUN = Symbol.for('okno.widget');
if (!/^[\w-]{1,40}$/.test(KEY) || window[BEGUN]) return;
window[BEGUN] = true;
const BASE = new URL('./', own.src).href;
const MINE = `widget/${KEY}/`;
const LANG = language(own.dataset.lang || document.documentElement.lang || navigator.language || 'ru');
const SVG = 'http://www.w3.org/2000/svg';
const ICONS = {
  back: ['m12 19-7-7 7-7', 'M19 12H5'],
  close: ['M18 6 6 18', 'm6 6 12 12'],
  chat: ['M22 17a2 2 0 0 1-2 2H6.8a2 2 0 0 0-1.4.6l-2.2 2.2A.7.7 0 0 1 2 21.3V5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2z'],
  form: ['M22 7 13 12.7a2 2 0 0 1-2 0L2 7', 'M4 4h16a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z'],
  phone: ['M13.8 16.6a1 1 0 0 0 1.2-.3l.4-.5A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.5.4a1 1 0 0 0-.3 1.2 14 14 0 0 0 6.4 6.4'],
  link: ['M15 3h6v6', 'M10 14 21 3', 'M18 13v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h6'],
  attach: ['m16 6-8.4 8.6a2 2 0 0 0 2.8 2.8l8.4-8.6a4 4 0 1 0-5.7-5.6l-8.4 8.6a6 6 0 1 0 8.5 8.4l8.4-8.6'],
  send: ['M3.7 3.1a.5.5 0 0 0-.7.6l2.8 7.6a2 2 0 0 1 0 1.4L3 20.3a.5.5 0 0 0 .7.6l18-8.5a.5.5 0 0 0 0-.9z', 'M6 12h16'],
  star: ['M12 2.5l2.9 6 6.6.9-4.8 4.6 1.2 6.5-5.9-3.1-5.9 3.1 1.2-6.5L2.5 9.4l6.6-.9z'],
  done: ['M21.8 10A10 10 0 1 1 17 3.3', 'm9 11 3 3L22 4'],
};
let told = { words: {}, choices: [], contexts: [], consents: [] }; // the answer of config, once it is there

function language(name) {
  return /^(ru|be|uk|kk|ky|tt|ba)/i.test(name) ? 'ru' : 'en';
}

function w(name, ...values) {
  let at = 0;
  return String(told.words[name] ?? '').replace(/%s/g, () => String(values[at++] ?? ''));
}

function h(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === undefined || value === null) continue;
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (key === 'value') made.value = value;
    else made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

function icon(name) {
  const drawn = document.createElementNS(SVG, 'svg');
  for (const [key, value] of Object.entries({ viewBox: '0 0 24 24', 'aria-hidden': 'true' })) drawn.setAttribute(key, value);
  for (const line of ICONS[name] ?? []) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', line);
    drawn.append(path);
  }
  return drawn;
}

// Ask the desk: never with cookies, and without the address of this page.
async function ask(path, { query = {}, form, json, token, signal, raw } = {}) {
  const url = new URL(path, BASE);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const headers = { Accept: 'application/json', 'Accept-Language': LANG };
  if (!url.href.startsWith(BASE)) throw new Error(path);
  if (token) headers.Authorization = `Bearer ${token}`;
  if (json) headers['Content-Type'] = 'application/json';
  const body = json ? JSON.stringify(json) : form;
  let answer;
  try {
    answer = await fetch(url, { method: body ? 'POST' : 'GET', headers, body, signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
  } catch (fault) {
    throw fault.name === 'AbortError' ? fault : Object.assign(new Error(w('no_line')), { status: 0 });
  }
  if (answer.ok && raw) return answer;
  const said = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  if (answer.ok) return said;
  throw Object.assign(new Error(String(said.title || w('failed'))), { status: answer.status, errors: said.errors ?? {} });
}

function fields(values) {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) if (value !== undefined && value !== '') form.append(name, value);
  return form;
}

function mark() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// What is kept in the browser for this site; where it may not keep anything, the widget works without.
function kept(store, name, value) {
  const key = `okno:${KEY}:${name}`;
  try {
    if (value === undefined) return window[store].getItem(key) ?? '';
    if (value) window[store].setItem(key, value);
    else window[store].removeItem(key);
  } catch {
    return '';
  }
  return value;
}

function moment(iso) {
  const at = new Date(iso);
  const isToday = at.toDateString() === new Date().toDateString();
  const day = isToday ? {} : { weekday: 'short', day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(LANG, { ...day, hour: 'numeric', minute: '2-digit' }).format(at);
}
