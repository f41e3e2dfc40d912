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
  const now = Date.now();
  const wait = Math.max(0, (rested.get(region.id) ?? 0) - now);
  rested.set(region.id, now + wait + Number(region.dataset.liveEvery ?? 0));
  if (wait && waiting.has(region.id)) return;
  waiting.add(region.id);
  setTimeout(() => {
    waiting.delete(region.id);
    document.getElementById(region.id)?.dispatchEvent(new CustomEvent("refetch"));
  }, wait);
}
