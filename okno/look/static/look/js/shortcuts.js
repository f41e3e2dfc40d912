/* Keys by position (event.code), so that they work in the Russian layout too. An element says data-key="KeyR";
   the first visible one is clicked, or focused when it is a field. Off while one types, and off when the person says so. */
import { pressed } from "./keys.js";

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if (event.code === "Escape") return leave(event);
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const own = pressed(event);
    const element = (own && holder(event.shiftKey ? `Shift+${own}` : own)) ?? (event.key === "?" ? holder("Shift+Slash") : null);
    if (!element) return;
    event.preventDefault();
    if (element.matches("input, textarea, select")) element.focus();
    else element.click();
  });
}

function holder(code) {
  const open = document.querySelector("dialog:modal");
  const root = open ?? document;
  const seen = [...root.querySelectorAll(`[data-key~="${code}"]`)].filter((element) => element.checkVisibility() && !element.disabled);
  return code === "KeyZ" ? seen.at(-1) : seen[0]; // what was done last is undone first
}

function typing(target) {
  return target instanceof Element && target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
}

/* Escape leaves a field first; a second one goes back, where there is a way back. */
function leave(event) {
  if (document.querySelector("dialog:modal, :popover-open:not(#toasts)")) return;
  if (typing(event.target)) return event.target.blur();
  holder("Escape")?.click();
}
