/* A text is never lost: two seconds after a pause it is on the server, and until then in this browser. What was written
   without a line goes when it is back, from whichever page of the desk is open then. */
import { headers } from "./csrf.js";
import { addresses, drop, keep, kept } from "./kept.js";

const PAUSE = 1200;
const LONG = 20_000; // what may go on after its page is closed is bounded by browsers
const timers = new WeakMap();
const leaving = new Set(); // addresses of texts that are on their way as messages: no draft of them is kept meanwhile

export function start() {
  document.addEventListener("input", ({ target }) => target.matches?.("[data-draft]") && changed(target));
  document.addEventListener("desk:cleared", ({ target }) => areas(target).forEach(forget));
  document.addEventListener("desk:drawn", restoreAll);
  document.addEventListener("desk:online", flushAll);
  document.addEventListener("submit", leave);
  document.addEventListener("desk:sent", ({ detail }) => areas(detail.form).forEach(hold));
  document.addEventListener("desk:answered", ({ detail }) => areas(detail.form).forEach((area) => release(area, detail.isAccepted)));
  addEventListener("pagehide", flushAll);
  restoreAll();
  flushAll();
}

const areas = (root = document) => [...root.querySelectorAll("[data-draft]")];
const areaOf = (address) => areas().find((area) => area.dataset.draft === address);

function changed(area) {
  keep("draft", area.dataset.draft, { text: area.value, version: area.dataset.draftVersion ?? "", key: area.form.elements.key?.value ?? "" });
  clearTimeout(timers.get(area));
  timers.set(area, setTimeout(() => save(area.dataset.draft), PAUSE));
  tell(area, "");
}

function hold(area) {
  clearTimeout(timers.get(area));
  leaving.add(area.dataset.draft);
}

/* What was refused, or lost on its way, is a draft again. What was accepted was forgotten with its form, unless that is gone. */
function release(area, isAccepted) {
  leaving.delete(area.dataset.draft);
  if (!isAccepted) save(area.dataset.draft);
  else if (!area.isConnected) drop("draft", area.dataset.draft);
}

function flushAll() {
  return Promise.all(addresses("draft").filter((address) => !kept("draft", address).isRefused).map(save));
}

async function save(address) {
  const known = kept("draft", address);
  if (!known || leaving.has(address)) return;
  try {
    // The key with which the text will be sent: a draft that comes after its own message is none.
    const more = { "Content-Type": "text/plain; charset=utf-8", "Draft-Version": known.version, "Draft-Key": known.key ?? "" };
    const answer = await fetch(address, { method: "PUT", body: known.text, headers: headers(more), keepalive: known.text.length < LONG });
    if (answer.status >= 500) throw new Error(answer.status);
    settle(address, known, answer);
  } catch {
    tell(areaOf(address), "local");
  }
}

/* What is refused (one was logged out, the ticket is closed to one) stays here, and is tried again when its page opens. */
function settle(address, known, answer) {
  const area = areaOf(address);
  if (!answer.ok) {
    keep("draft", address, { ...known, isRefused: true });
    return tell(area, "local");
  }
  const { text } = known;
  if (kept("draft", address)?.text === text) drop("draft", address);
  if (area) area.dataset.draftVersion = answer.headers.get("Draft-Version") ?? "";
  tell(area, "saved");
}

function forget(area) {
  clearTimeout(timers.get(area));
  drop("draft", area.dataset.draft);
  tell(area, "");
}

function restoreAll() {
  for (const area of areas().filter((one) => !one.dataset.jsRestored)) {
    area.dataset.jsRestored = "true";
    const text = kept("draft", area.dataset.draft)?.text ?? area.value;
    if (text === area.value) continue;
    area.value = text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/* One logs out when all texts are with the desk, for the browser forgets them then. */
async function leave(event) {
  if (!event.target.matches("[data-logout]") || !addresses("draft").length) return;
  event.preventDefault();
  await flushAll();
  event.target.submit();
}

/* The words stand in the page, in its language: <span data-draft-state data-saved="…" data-local="…">. */
function tell(area, state) {
  const place = area?.closest("form").querySelector("[data-draft-state]");
  if (place) place.textContent = state ? place.dataset[state] : "";
}
