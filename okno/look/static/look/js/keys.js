/* Single keys may be moved to other places or switched off (WCAG 2.1.4): in the sheet of the keys, kept in this browser. */
const SIGNS = { BracketRight: "]", BracketLeft: "[", Slash: "/", Comma: ",", Period: ".", Semicolon: ";", Quote: "'", Backquote: "`", Minus: "-", Equal: "=", Backslash: "\\" };
let kept = read(); // { off: true, KeyR: "KeyE" }: what «reply» is pressed with
let waiting = null;

/** The deed's own key for what was pressed: another one's where it was moved, none where single keys are off. */
export function pressed({ code }) {
  if (!isSingle(code)) return code;
  if (kept.off) return "";
  return Object.keys(kept).find((own) => kept[own] === code) ?? (code in kept ? "" : code);
}

/** True where a key belongs to what has the focus: a field in which one types, an open dialog or menu. One that has just
    closed keeps the focus until the page is drawn again, and keys go past it. */
export const isTaken = (target) => Boolean(target.closest("input:not(.pick__box), textarea, select, dialog[open], :popover-open, [contenteditable]"));

/** What stands on the key of this deed. */
export const nameOf = (own) => sign(kept[own] ?? own);

export function start() {
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-own-key]")) ask(target.closest("[data-own-key]"));
    if (target.closest("[data-keys-reset]")) keep({});
    if (target.matches("[data-keys-on]")) keep({ ...kept, off: !target.checked });
  });
  document.addEventListener("keydown", take, true);
  document.addEventListener("desk:drawn", draw);
  draw();
}

const isSingle = (code) => code.startsWith("Key") || code.startsWith("Digit") || code in SIGNS;
const sign = (code) => SIGNS[code] ?? code.replace(/^(Key|Digit)/, "");

function read() {
  try {
    return JSON.parse(localStorage.getItem("keys")) ?? {};
  } catch {
    return {};
  }
}

function keep(wanted) {
  kept = wanted;
  localStorage.setItem("keys", JSON.stringify(kept));
  draw();
}

function ask(button) {
  waiting = button;
  button.textContent = "…";
}

/* The next key is the new one of this deed; whose key it was takes the old one. Any other key changes nothing. */
function take(event) {
  if (!waiting || ["ShiftLeft", "ShiftRight"].includes(event.code)) return;
  event.preventDefault();
  event.stopPropagation();
  const own = waiting.dataset.ownKey;
  const before = kept[own] ?? own;
  const other = [...document.querySelectorAll("[data-own-key]")].map((one) => one.dataset.ownKey).find((one) => (kept[one] ?? one) === event.code);
  waiting = null;
  if (!isSingle(event.code)) return draw();
  keep({ ...kept, ...(other ? { [other]: before } : {}), [own]: event.code });
}

function draw() {
  for (const button of document.querySelectorAll("[data-own-key]")) if (button !== waiting) button.textContent = nameOf(button.dataset.ownKey);
  for (const box of document.querySelectorAll("[data-keys-on]")) box.checked = !kept.off;
  document.documentElement.dataset.keys = kept.off ? "off" : "on";
}
