/* A blank goes where the caret stands, as if typed: it can be undone, and the draft is kept. What a macro does besides stands under
   the text until one sends, and can be taken out; it is kept in this browser as long as its text is a draft. */
import { drop, keep, kept } from "./kept.js";

export function start() {
  document.addEventListener("click", ({ target }) => {
    const blank = target.closest?.("[data-insert]");
    if (blank) insert(blank.dataset);
    const chip = target.closest?.("[data-drop-deed]")?.closest(".deed");
    if (chip) takeOut(chip);
  });
  document.addEventListener("desk:cleared", ({ target }) => target.querySelector("[data-deed-list]") && put(target, []));
  document.addEventListener("desk:drawn", restoreAll);
  restoreAll();
}

const forms = () => document.querySelectorAll("form[data-writing]:has([data-deed-list])");
const chips = (form) => [...form.querySelectorAll(".deed")];
const told = (chip) => JSON.parse(chip.dataset.told);
const draftOf = (form) => form.querySelector("[data-draft]").dataset.draft;

function insert({ insert: text, deeds }) {
  const form = [...forms()].find((one) => !one.hidden);
  if (!form) return;
  write(form.querySelector("textarea"), text);
  if (!deeds) return;
  const fresh = JSON.parse(deeds);
  const before = chips(form).map(told).filter((old) => !fresh.some((one) => isInPlaceOf(one, old)));
  put(form, [...before, ...fresh]);
  tell(form, "put", fresh.filter(([, , whyNot]) => !whyNot));
}

function write(area, text) {
  area.focus();
  const before = area.value.slice(0, area.selectionStart);
  const gap = before && !/\n$/.test(before) ? "\n" : "";
  if (!document.execCommand("insertText", false, gap + text)) area.setRangeText(gap + text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

/* A ticket has one priority, and one course; tags are many: «17:priority:3», «17:tag:vpn». */
function isInPlaceOf([fresh], [old]) {
  const verb = (code) => code.split(":")[1].replace(/^(wait|resolve|close)$/, "course").replace(/^(owner|take)$/, "hands");
  const what = (code) => (verb(code) === "tag" ? code.split(":").slice(1).join(":") : verb(code));
  return what(fresh) === what(old);
}

/* Each is a chip with its code; what cannot be done says why, and is not sent. */
function put(form, deeds) {
  for (const chip of chips(form)) chip.remove();
  form.querySelector("[data-deed-list]").append(...deeds.map((deed) => drawn(form, deed)));
  if (deeds.length) keep("deeds", draftOf(form), deeds);
  else drop("deeds", draftOf(form));
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function drawn(form, deed) {
  const [code, words, whyNot] = deed;
  const chip = form.closest("[data-composer]").querySelector("[data-deed-chip]").content.firstElementChild.cloneNode(true);
  const field = chip.querySelector("input");
  const off = chip.querySelector("[data-drop-deed]");
  chip.dataset.told = JSON.stringify(deed);
  chip.querySelector(".deed__words").textContent = whyNot ? `${words} — ${whyNot}` : words;
  chip.classList.toggle("deed--not", Boolean(whyNot));
  if (whyNot) field.remove();
  else field.value = code;
  off.setAttribute("aria-label", off.dataset.label.replace("{deeds}", words));
  return chip;
}

/* The focus stays in the row: on the next chip, or in the text where none is left. */
function takeOut(chip) {
  const form = chip.closest("form");
  const place = chips(form).indexOf(chip);
  const gone = told(chip);
  put(form, chips(form).filter((one) => one !== chip).map(told));
  const left = chips(form);
  (left[Math.min(place, left.length - 1)]?.querySelector("[data-drop-deed]") ?? form.querySelector("textarea")).focus();
  tell(form, "taken", [gone]);
}

function tell(form, what, deeds) {
  const place = form.closest("[data-composer]").querySelector("[data-deeds-told]");
  if (deeds.length) place.textContent = place.dataset[what].replace("{deeds}", deeds.map(([, words]) => words).join(", "));
}

/* A draft that was left comes back with what was to be done with it. */
function restoreAll() {
  for (const form of forms()) {
    const deeds = kept("deeds", draftOf(form));
    if (!deeds || chips(form).length) continue;
    if (form.querySelector("textarea").value.trim()) put(form, deeds);
    else drop("deeds", draftOf(form));
  }
}
