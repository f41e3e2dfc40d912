/* The ticket that one will most likely open next is brought while the page is calm, one at a time: the one behind the
   open ticket, the row with the focus, the row under the pointer. A nudge about it, or a lost stream, throws it away. */
const CALM = 250;
const HOVER = 80;
const FRESH = 30_000; // shown at an older age, it is asked for anew at once
const OLD = 300_000;
const KEPT = 6;
const PATIENCE = 20_000;
const HEADERS = { "HX-Request": "true", "HX-Target": "main#main", "Desk-Ahead": "yes" };
const pages = new Map();
let calming = 0;
let resting = 0;
let isBusy = false;

export function start() {
  document.addEventListener("desk:drawn", calm);
  document.addEventListener("desk:live", calm);
  document.addEventListener("focusin", ({ target }) => rest(target.closest?.(".rows .row")));
  document.addEventListener("pointerover", ({ target }) => rest(target.closest?.(".rows .row")));
}

/** Hand over the page kept for this address, as fetch would; nothing where there is none. It is handed over once. */
export function taken(address) {
  const page = pages.get(address);
  pages.delete(address);
  if (!page || !isLive() || Date.now() - page.at > OLD) return null;
  return { answer: page.answer, isFresh: Date.now() - page.at < FRESH };
}

/** Forget what these names of a nudge are about; "*" is everything. */
export function forget(names) {
  const all = names.includes("*") || names.includes("resync");
  for (const [address, page] of pages) if (all || names.includes(page.name)) pages.delete(address);
  calm();
}

const isLive = () => document.documentElement.dataset.stream === "on";

function calm() {
  calming ||= setTimeout(() => {
    calming = 0;
    bring(next());
  }, CALM);
}

function rest(row) {
  clearTimeout(resting);
  if (row) resting = setTimeout(() => bring(row), HOVER);
}

/* Behind the open ticket stands the next one, behind the last the first; in a list nothing is open, and the first comes. */
function next() {
  const rows = [...document.querySelectorAll(".rows .row[hx-get]")];
  const here = rows.findIndex((row) => row.pathname === location.pathname);
  return rows[here + 1] ?? rows[0];
}

async function bring(row) {
  const address = row?.isConnected && row.getAttribute("hx-get");
  if (!address || isBusy || pages.has(address) || row.pathname === location.pathname) return;
  if (!isLive() || document.hidden || navigator.connection?.saveData) return;
  isBusy = true;
  const page = { name: `ticket:${row.id.replace("row-", "")}`, at: Date.now(), answer: read(address) };
  pages.set(address, page);
  for (const oldest of [...pages.keys()].slice(0, -KEPT)) pages.delete(oldest);
  const answer = await page.answer.catch(() => null);
  isBusy = false;
  if ((!answer || answer.status !== 200 || answer.redirected) && pages.get(address) === page) pages.delete(address);
}

/* Read to the end, so that no connection waits for a reader. */
async function read(address) {
  const answer = await fetch(address, { headers: HEADERS, priority: "low", signal: AbortSignal.timeout(PATIENCE) });
  const text = await answer.text();
  const { headers, status, redirected, url } = answer;
  return { headers, status, redirected, url, text: () => text };
}
