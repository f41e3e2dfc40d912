/* Regions of the page that name what they show (data-live="ticket:125 queues") refetch themselves when it has changed. The
   conversation of a chat (data-news) brings only what is new, and knows up to which fact it has it: its own deeds are no news. */
import { soon } from "./redraw.js";

const GATHER = 120;
const AT_ONCE = 40; // in a chat somebody waits
const ON_THE_WAY = 1000; // what becomes of answers is told by and by
const SHOWN_EVERY = 4000;
const SLOW_EVERY = 45_000;
let keys = new Map();
let timer = 0;
let due = 0;

export function start() {
  document.addEventListener("desk:whole", () => {
    for (const one of document.querySelectorAll("#main[data-live], [data-around]")) one.dispatchEvent(new CustomEvent("refetch"));
  });
}

/** Names of what has changed, and by which fact; "*" is everything. Nudges that come together are one. */
export function refetch(names, fact = Infinity) {
  for (const name of names) keys.set(name, Math.max(keys.get(name) ?? 0, fact));
  if (!keys.size) return;
  const wait = waitFor(names);
  if (timer && due <= Date.now() + wait) return;
  clearTimeout(timer);
  due = Date.now() + wait;
  timer = setTimeout(flush, wait);
}

function waitFor(names) {
  if (names.every((name) => name.startsWith("letters"))) return ON_THE_WAY;
  return names.some((name) => document.querySelector(`[data-news][data-live~="${CSS.escape(name)}"]`)) ? AT_ONCE : GATHER;
}

function flush() {
  const wanted = keys;
  keys = new Map();
  timer = 0;
  const all = wanted.has("*") || wanted.has("resync");
  for (const region of document.querySelectorAll("[data-live]")) {
    const { live, liveSlow = "", liveEvery = 0, fact } = region.dataset;
    const isNews = "news" in region.dataset;
    const newest = (names) => Math.max(...names.split(" ").map((name) => wanted.get(name) ?? -1));
    if (all ? !isNews : newest(live) > Number(isNews ? fact : -1)) soon(region, Number(liveEvery), newest(live));
    else if (newest(liveSlow) > -1 && shows(region, wanted)) soon(region, SHOWN_EVERY);
    else if (newest(liveSlow) > -1) soon(region, SLOW_EVERY, Infinity, Math.random() * SLOW_EVERY); // not all browsers at once
  }
}

const shows = (region, wanted) => [...wanted.keys()].some((name) => name.startsWith("talk:") && region.querySelector(`#row-${name.slice(5)}`));
