/* j and k (or the arrows) walk through the rows of a list; Enter opens, because a row is a link. */
import { isTaken, pressed } from "./keys.js";

const STEPS = { KeyJ: 1, ArrowDown: 1, KeyK: -1, ArrowUp: -1 };
let width; // of the list, when it was looked at last

export function start() {
  document.addEventListener("keydown", (event) => {
    const step = STEPS[pressed(event)];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
    if (isTaken(event.target)) return;
    if (event.code.startsWith("Arrow") && !event.target.closest(".rows")) return;
    const rows = [...document.querySelectorAll(".rows .row")].filter((row) => row.checkVisibility());
    if (!rows.length) return;
    const here = rows.findIndex((row) => (row.closest(".pick") ?? row).contains(document.activeElement));
    const from = here >= 0 ? here : rows.findIndex((row) => row.getAttribute("aria-current") === "true");
    const next = rows[from < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, from + step))];
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("desk:drawn", mark);
  mark();
  // The row of the open ticket is marked at once, before the answer of the server.
  document.addEventListener("click", (event) => {
    const row = event.target.closest(".rows .row[href]");
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
    row.closest(".rows").querySelector("[aria-current=true]")?.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
  });
}

/* The list does not know which ticket is open; the address does. */
function mark() {
  for (const row of document.querySelectorAll(".rows .row[href]")) {
    if (row.pathname === location.pathname) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
  folded();
}

/* A table that made room for a ticket is one of higher rows: the open one stays before the eyes. */
function folded() {
  const list = document.querySelector(".pane--table");
  if (list && list.clientWidth !== width) list.querySelector(".pick:has([aria-current=true])")?.scrollIntoView({ block: "nearest" });
  width = list?.clientWidth;
}
