// The conversation behind the chat: one secret of this site's browser, what was said, and news as they come.
// News come by a stream; where there is none, by asking. While nobody looks at the page nothing is asked, so that answers go by mail.
const PAUSE = { live: 20_000, asking: 4_000, away: 30_000 };
const PLACE = user ? `chat:${user.id}` : 'chat'; // who comes after another user of the site sees nothing of him
const READ = `${PLACE}:read`; // up to where it was read here
const talk = { token: kept('localStorage', PLACE), said: [], upto: 0, now: null, changed: null, unread: 0, marked: 0, saying: null };
let timer, stream, asking, again;

// What is being written survives a reload of the host's page; it is dropped when the desk has it.
const begunWords = (value) => kept('sessionStorage', `${PLACE}:words`, value);
const bearer = () => talk.token || 'new';

// Ask what is new; one question at a time, and once more where a nudge came meanwhile. Whoever waits hears when it is known.
function look() {
  clearTimeout(timer);
  again = true;
  asking ??= askAll().finally(() => (asking = null));
  return asking;
}

async function askAll() {
  while (again) {
    again = false;
    await news();
  }
}

async function news() {
  if (!talk.token) return;
  try {
    const isSeen = Boolean(talk.changed && panel.open && !document.hidden);
    const checking = talk.said.flatMap((one) => one.files).filter((file) => file.trouble === 'checking').map((file) => file.id);
    const query = { after: talk.upto, ...(isSeen && { seen: 1 }), ...(checking.length && { checking: checking.slice(-50).join() }) };
    take(await ask('chat/since/', { query, token: talk.token }), isSeen);
  } catch (fault) {
    if (fault.status === 401 || fault.status === 404) return forget();
    talk.changed?.();
  }
  later();
}

function take(seen, isSeen) {
  const known = new Set(talk.said.map((one) => one.id));
  const fresh = seen.messages.filter((one) => !known.has(one.id)).sort((one, other) => one.id - other.id);
  talk.said.push(...fresh);
  for (const file of seen.checked ?? []) checked(file);
  for (const one of fresh) talk.upto = Math.max(talk.upto, one.id);
  talk.now = seen;
  if (isSeen) marked(seen.upto);
  if (talk.changed) talk.unread = 0;
  else talk.unread += fresh.filter((one) => one.who === 'we' && one.id > Number(kept('localStorage', READ))).length;
  launch.toggleAttribute('data-unread', talk.unread > 0);
  launch.setAttribute('aria-label', talk.unread ? w('unread') : told.title);
  talk.changed?.(fresh);
}

// The virus scanner has spoken: the message is drawn anew.
function checked(file) {
  for (const one of talk.said) {
    const at = one.files.findIndex(({ id }) => id === file.id);
    if (at >= 0) Object.assign(one, { isChanged: true, files: one.files.with(at, file) });
  }
}

function later() {
  clearTimeout(timer);
  if (document.hidden || !talk.token || (talk.now?.is_over && !talk.now.solved)) return hush();
  listen();
  timer = setTimeout(look, stream?.isHeard ? PAUSE.live : talk.changed ? PAUSE.asking : PAUSE.away);
}

// Hear the nudges: a stream with a header, which EventSource cannot send.
async function listen() {
  if (stream) return;
  const mine = { stop: new AbortController(), isHeard: false };
  stream = mine;
  try {
    const answer = await ask('chat/live/', { token: talk.token, raw: true, signal: mine.stop.signal });
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    mine.isHeard = true;
    for (let part = await reader.read(); !part.done; part = await reader.read()) if (part.value.includes('data:')) hear(part.value);
  } catch {
    // without a line: asking goes on, and the stream is tried again with the next turn
  }
  if (stream === mine) stream = undefined;
}

// What one has said oneself comes back with the answer to it: that nudge is no news.
async function hear(part) {
  await talk.saying?.catch(() => {});
  const told = part.split('\n').filter((line) => line.startsWith('data:'));
  if (told.some((line) => !(Number(/"said": (\d+)/.exec(line)?.[1]) <= talk.upto))) look();
}

function marked(upto) {
  talk.marked = Math.max(talk.marked, upto);
  kept('localStorage', READ, String(talk.marked));
}

function hush() {
  stream?.stop.abort();
  stream = undefined;
}

function forget() {
  hush();
  kept('localStorage', PLACE, '');
  Object.assign(talk, { token: '', said: [], upto: 0, now: null, unread: 0, marked: 0, isNew: false });
  talk.changed?.();
}

// The next conversation of the same visitor: what was said before stays with the desk.
function anew() {
  talk.isNew = true;
  talk.changed?.();
}

async function begin(words, more) {
  const seen = await ask('chat/start/', { json: { words, widget: KEY, ...more }, token: bearer() });
  begunWords('');
  if (seen.token) {
    talk.token = seen.token;
    kept('localStorage', PLACE, seen.token);
  }
  Object.assign(talk, { said: [], upto: 0, isNew: false });
  take(seen, true);
  later();
}

const tell = (path, json) => ask(`chat/${path}/`, { json, token: bearer() });

document.addEventListener('visibilitychange', () => (document.hidden ? later() : talk.token && look()));
