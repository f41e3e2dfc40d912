/* A text is never lost: two seconds after a pause it is on the server, and until then in this browser. What was written
   without a line goes when it is back, from whichever page of the desk is open then. */
import { bring, holdBack, letGo } from "./draft_way.js";
import { addresses, drop, keep, kept } from "./kept.js";

const PAUSE = 1200;
const timers = new WeakMap();

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
  holdBack(area.dataset.draft);
}

/* What was refused, or lost on its way, is a draft again. What was accepted was forgotten with its form, unless that is gone. */
function release(area, isAccepted) {
  letGo(area.dataset.draft);
  if (!isAccepted) save(area.dataset.draft);
  else if (!area.isConnected) drop("draft", area.dataset.draft);
}

function flushAll() {
  return Promise.all(addresses("draft").filter((address) => !kept("draft", address).isRefused).map(save));
}

async function save(address) {
  const outcome = await bring(address);
  const area = areaOf(address);
  if (!area || !outcome) return;
  if (outcome.version !== undefined) area.dataset.draftVersion = outcome.version;
  tell(area, outcome.state);
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
