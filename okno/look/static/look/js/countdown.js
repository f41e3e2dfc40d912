/* Promises run: text and tone of every clock with data-due are renewed each second; so is what leaves in seconds. */
import { seconds, span } from "./words.js";

export function start() {
  setInterval(tick, 1000);
  document.addEventListener("desk:drawn", tick);
  tick();
}

function tick() {
  const now = Date.now();
  for (const clock of document.querySelectorAll(".clock[data-due]")) {
    const left = Date.parse(clock.dataset.due) - now;
    const tone = left <= 0 ? "missed" : now >= Date.parse(clock.dataset.near) ? "near" : "calm";
    const text = (left <= 0 ? "−" : "") + span(left);
    const words = clock.querySelector("[data-left]");
    if (words.textContent !== text) words.textContent = text;
    if (clock.dataset.tone !== tone) clock.dataset.tone = tone;
  }
  for (const moment of document.querySelectorAll("[data-until]")) {
    const left = Math.ceil((Date.parse(moment.dataset.until) - now) / 1000);
    if (left > 0) moment.textContent = seconds(left);
    else if (left === -1) moment.closest("[data-live]")?.dispatchEvent(new CustomEvent("refetch"));
  }
}
