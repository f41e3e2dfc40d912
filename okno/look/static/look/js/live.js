/* The stream of nudges. A nudge names what changed, e.g. {"ticket": 125}; every region whose data-live names the same
   ("ticket:125") refetches itself. After a lost stream, or a sleep of the machine, everything refetches once. */
import { forget } from "./ahead.js";
import { refetch } from "./refetch.js";
import { haveRead } from "./ways.js";

const WAITS = [1, 2, 4, 8, 15, 30];
let source = null;
let losses = 0;

export function start() {
  if (!document.body.dataset.liveUrl || !window.EventSource) return;
  connect();
  watchSleep();
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && again());
  addEventListener("online", again);
}

function connect() {
  source?.close();
  source = new EventSource(document.body.dataset.liveUrl);
  source.onopen = () => {
    mark("on");
    if (losses) heard(["*"]);
    losses = 0;
    document.dispatchEvent(new CustomEvent("desk:live"));
  };
  source.onmessage = ({ data }) => {
    const told = read(data);
    if (told.read) return haveRead(told.letters, told.read);
    heard(named(told), told.fact);
  };
  source.onerror = () => {
    source.close();
    mark("off");
    const wait = WAITS[Math.min(losses, WAITS.length - 1)] * (750 + Math.random() * 500);
    losses += 1;
    setTimeout(connect, wait);
  };
}

function heard(names, fact) {
  forget(names.map((name) => name.replace(/^talk:/, "ticket:")));
  refetch(names, fact);
}

function again() {
  losses ||= 1;
  connect();
}

/** {"ticket": 125, "queues": true} → ["ticket", "ticket:125", "queues"] */
function named({ fact, ...told }) {
  return Object.entries(told).flatMap(([kind, value]) =>
    value === true ? [kind] : [kind, ...[value].flat().map((one) => `${kind}:${one}`)],
  );
}

function read(data) {
  try {
    return JSON.parse(data);
  } catch {
    return {};
  }
}

function watchSleep() {
  let last = Date.now();
  setInterval(() => {
    if (Date.now() - last > 30_000) again();
    last = Date.now();
  }, 10_000);
}

function mark(state) {
  document.documentElement.dataset.stream = state;
}
