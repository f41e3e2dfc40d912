/* A text is never lost: two seconds after a pause it is on the server, and until then in this browser. */
import { headers } from "./csrf.js";

const PAUSE = 1200;
const timers = new WeakMap();
const leaving = new WeakSet(); // texts that are on their way as messages: no draft of them is kept meanwhile

export function start() {
  document.addEventListener("input", (event) => event.target.matches?.("[data-draft]") && changed(event.target));
  document.addEventListener("submit", (event) => event.target.querySelectorAll("[data-draft]").forEach(hold), true);
  document.addEventListener("desk:answered", (event) => event.target.querySelectorAll("[data-draft]").forEach(release));
  document.addEventListener("desk:cleared", (event) => event.target.querySelectorAll("[data-draft]").forEach(forget));
  document.addEventListener("desk:drawn", restoreAll);
  addEventListener("pagehide", () => document.querySelectorAll("[data-draft]").forEach(flush));
  addEventListener("online", () => document.querySelectorAll("[data-draft]").forEach(flush));
  restoreAll();
}

const local = (area) => `draft:${area.dataset.draft}`;

function changed(area) {
  localStorage.setItem(local(area), area.value);
  clearTimeout(timers.get(area));
  timers.set(area, setTimeout(() => save(area), PAUSE));
  tell(area, "");
}

function flush(area) {
  if (localStorage.getItem(local(area)) !== null) save(area);
}

function hold(area) {
  clearTimeout(timers.get(area));
  leaving.add(area);
}

/* Refused or lost on its way: it is a draft again. What was accepted has been forgotten before. */
function release(area) {
  if (leaving.delete(area)) flush(area);
}

async function save(area) {
  timers.delete(area);
  if (leaving.has(area)) return;
  const text = area.value;
  try {
    const more = { "Content-Type": "text/plain; charset=utf-8", "Draft-Version": area.dataset.draftVersion ?? "", "Draft-Key": area.form.elements.key?.value ?? "" };
    const answer = await fetch(area.dataset.draft, { method: "PUT", body: text, headers: headers(more), keepalive: true });
    if (!answer.ok) throw new Error(answer.status);
    area.dataset.draftVersion = answer.headers.get("Draft-Version") ?? "";
    if (area.value === text) localStorage.removeItem(local(area));
    tell(area, "saved");
  } catch {
    tell(area, "local");
  }
}

function forget(area) {
  leaving.delete(area);
  clearTimeout(timers.get(area));
  timers.delete(area);
  localStorage.removeItem(local(area));
  tell(area, "");
}

function restoreAll() {
  for (const area of document.querySelectorAll("[data-draft]:not([data-js-restored])")) {
    area.dataset.jsRestored = "true";
    const kept = localStorage.getItem(local(area));
    if (kept === null || kept === area.value) continue;
    area.value = kept;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/* The words stand in the page, in its language: <span data-draft-state data-saved="…" data-local="…">. */
function tell(area, state) {
  const place = area.closest("form").querySelector("[data-draft-state]");
  if (place) place.textContent = state ? place.dataset[state] : "";
}
