/* Regions of the page that name what they show (data-live="ticket:125 queues") refetch themselves when it has changed. */
const GATHER = 120;
const rested = new Map();
const waiting = new Set();
let keys = new Set();
let timer = 0;

/** Names of what has changed; "*" is everything. Nudges that come together are one. */
export function refetch(names) {
  for (const name of names) keys.add(name);
  if (!timer && keys.size) timer = setTimeout(flush, GATHER);
}

function flush() {
  const wanted = keys;
  keys = new Set();
  timer = 0;
  for (const region of document.querySelectorAll("[data-live]")) {
    const names = region.dataset.live.split(" ");
    if (wanted.has("*") || wanted.has("resync") || names.some((name) => wanted.has(name))) {
      soon(region);
    }
  }
}

/* Lists say data-live-every: in a busy desk they are drawn anew once in so many milliseconds, not at each nudge. */
function soon(region) {
  const { id } = region;
  if (waiting.has(id)) return;
  waiting.add(id);
  setTimeout(() => {
    const now = document.getElementById(id);
    waiting.delete(id);
    rested.set(id, Date.now() + Number(now?.dataset.liveEvery ?? 0));
    now?.dispatchEvent(new CustomEvent("refetch"));
  }, Math.max(0, (rested.get(id) ?? 0) - Date.now()));
}
