/* Rows are chosen for a deed to many: a click on the box, X for the row that has the focus, Shift for all between. */
import { isTaken, pressed } from "./keys.js";

let last = null;
let isWhole = false; // not these rows alone, but all pages of the list

export function start() {
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.(".pick__box");
    if (box) chosen(box, event.shiftKey);
    if (event.target.closest("[data-pick-all]")) all(boxes().some((one) => !one.checked));
    if (event.target.closest("[data-pick-whole]")) all(true, true);
    if (event.target.closest("[data-pick-none]")) all(false);
    if (event.target.closest("[data-pick-mode]")) list().toggleAttribute("data-js-picking");
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.matches?.(".pick__box") && event.code === "Enter") return open(event);
    if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target)) return;
    if (pressed(event) === "KeyX" && !event.shiftKey) toggle(event);
    if (event.shiftKey && ["ArrowDown", "ArrowUp"].includes(event.code)) extend(event);
  });
  document.addEventListener("desk:done", (event) => event.target.matches("#bulk, [data-pick-form]") && all(false));
  document.addEventListener("desk:drawn", tell);
}

const list = () => document.getElementById("list");
const boxes = () => [...document.querySelectorAll(".pick__box")];
const here = () => (document.activeElement.closest(".pick") ?? document.querySelector(".pick:has([aria-current=true])"))?.querySelector(".pick__box");

function chosen(box, isRange) {
  const known = boxes();
  const [from, to] = [known.indexOf(last), known.indexOf(box)].sort((one, other) => one - other);
  if (isRange && from >= 0) for (const between of known.slice(from, to + 1)) between.checked = box.checked;
  last = box;
  isWhole = false;
  tell();
}

function toggle(event) {
  const box = here();
  if (!box) return;
  event.preventDefault();
  box.checked = !box.checked;
  chosen(box, false);
}

/* Shift and an arrow take the row under the focus and the next one along. */
function extend(event) {
  const known = boxes();
  const place = known.indexOf(here());
  const next = known[place + (event.code === "ArrowDown" ? 1 : -1)];
  if (place < 0 || !next) return;
  event.preventDefault();
  known[place].checked = next.checked = true;
  next.closest(".pick").querySelector(".row").focus();
  chosen(next, false);
}

function open(event) {
  event.preventDefault();
  event.target.closest(".pick").querySelector(".row").click();
}

function all(on, whole = false) {
  isWhole = whole;
  for (const box of boxes()) box.checked = on;
  if (!on) list()?.removeAttribute("data-js-picking");
  tell();
}

function tell() {
  const field = document.querySelector("#bulk [name=whole]");
  if (field) field.disabled = !isWhole;
  const count = boxes().filter((box) => box.checked).length;
  for (const place of document.querySelectorAll("[data-pick-count]")) {
    const words = isWhole && field ? place.dataset.whole : String(count);
    if (place.textContent !== words) place.textContent = words;
  }
}
