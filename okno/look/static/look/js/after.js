/* After an answer one stays, goes to the next ticket or to the list: chosen in the menu beside Send, kept in a cookie.
   ] and [ open the next and the previous ticket of the list. */
import { isTaken, pressed } from "./keys.js";

const STEPS = { BracketRight: 1, BracketLeft: -1 };

export function start() {
  document.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-after]")?.dataset.after;
    if (!choice) return;
    document.cookie = `okno_after=${choice}; path=/; max-age=31536000; samesite=lax`;
    for (const button of document.querySelectorAll("[data-after]")) button.setAttribute("aria-checked", String(button.dataset.after === choice));
  });
  document.addEventListener("keydown", (event) => {
    const step = STEPS[pressed(event)];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isTaken(event.target)) return;
    const rows = [...document.querySelectorAll(".rows .row")];
    const here = rows.findIndex((row) => row.getAttribute("aria-current") === "true");
    const next = rows[here < 0 ? 0 : here + step];
    if (!next) return;
    event.preventDefault();
    next.scrollIntoView({ block: "nearest" });
    next.click();
  });
}
