/* A / in an answer or a note offers the blanks. The chosen one takes the place of what was typed; a macro without a text shows
   first what it would do. */
import { fits } from "./layouts.js";
import { offered } from "./offered.js";

let coming = null;
const list = (area) => area.closest("[data-composer]")?.querySelector("[data-slash]");

export function start() {
  offered({ sign: /(?:^|\s)\/((?:[\p{L}\p{N}][^\n]{0,40})?)$/u, field: "form[data-writing] textarea", list, bring, fits: (name, typed) => !typed || fits(name, typed), take });
}

/* Brought once for a text: the composer is drawn anew when it has left. What has changed since is told when one sends. */
function bring(area) {
  const place = list(area);
  if (!place || place.children.length) return null;
  coming ??= new Promise((come) => {
    place.addEventListener("desk:over", come, { once: true });
    place.dispatchEvent(new CustomEvent("open"));
  }).then(() => (coming = null));
  return coming;
}

/* What was typed is chosen, so that the text of the blank, which comes with this same click, is written over it. */
function take(one, area, begins, end) {
  area.focus();
  area.setSelectionRange(begins - 1, end);
  if (one.dataset.insert === undefined) document.execCommand("delete");
}
