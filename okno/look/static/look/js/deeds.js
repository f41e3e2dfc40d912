/* What a macro does besides its text stands under the text until one sends, and can be taken out. It is kept in this browser as long
   as the text is a draft. A deed is [code, words, why it cannot be done]: ["17:priority:3", "Priority: high", ""]. */
import { drop, keep, kept } from "./kept.js";

export function start() {
  document.addEventListener("click", ({ target }) => {
    const blank = target.closest?.("[data-deeds]");
    const form = [...forms()].find((one) => !one.hidden);
    if (blank && form) add(form, JSON.parse(blank.dataset.deeds));
    const chip = target.closest?.("[data-drop-deed]")?.closest(".deed");
    if (chip) takeOut(chip);
  });
  document.addEventListener("desk:cleared", ({ target }) => target.querySelector("[data-deed-list]") && put(target, []));
  document.addEventListener("desk:answered", ({ detail: { form, isAccepted } }) => {
    if (isAccepted && !form.isConnected && form.matches("form[data-writing]")) drop("deeds", draftOf(form)); // one has gone on meanwhile
  });
  document.addEventListener("desk:drawn", restoreAll);
  restoreAll();
}

const forms = () => document.querySelectorAll("form[data-writing]:has([data-deed-list])");
const chips = (form) => [...form.querySelectorAll(".deed")];
const told = (chip) => JSON.parse(chip.dataset.told);
const draftOf = (form) => form.querySelector("[data-draft]").dataset.draft;

function add(form, fresh) {
  const before = chips(form).map(told).filter((old) => !fresh.some((one) => what(one) === what(old)));
  put(form, [...before, ...fresh]);
  tell(form, "put", fresh.filter(([, , whyNot]) => !whyNot));
}

/* A ticket has one priority, one owner and one course, so a later macro takes the place of an earlier one; tags are many. */
function what([code]) {
  const [, verb, ...value] = code.split(":");
  if (verb === "tag") return value.join(":");
  return { wait: "course", resolve: "course", close: "course", take: "owner" }[verb] ?? verb;
}

function put(form, deeds) {
  for (const chip of chips(form)) chip.remove();
  form.querySelector("[data-deed-list]").append(...deeds.map((deed) => drawn(form, deed)));
  if (deeds.length) keep("deeds", draftOf(form), deeds);
  else drop("deeds", draftOf(form));
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

/* What cannot be done says why, and is not sent. */
function drawn(form, deed) {
  const [code, words, whyNot] = deed;
  const chip = form.closest("[data-composer]").querySelector("[data-deed-chip]").content.firstElementChild.cloneNode(true);
  const off = chip.querySelector("[data-drop-deed]");
  chip.dataset.told = JSON.stringify(deed);
  chip.querySelector(".deed__words").textContent = words;
  chip.querySelector(".deed__why").textContent = whyNot;
  chip.classList.toggle("deed--not", Boolean(whyNot));
  chip.querySelector("input").value = code;
  chip.querySelector("input").disabled = Boolean(whyNot);
  off.setAttribute("aria-label", off.dataset.label.replace("{deeds}", words));
  return chip;
}

/* The focus stays in the row: on the next chip, or in the text where none is left. */
function takeOut(chip) {
  const form = chip.closest("form");
  const place = chips(form).indexOf(chip);
  put(form, chips(form).filter((one) => one !== chip).map(told));
  const left = chips(form);
  (left[Math.min(place, left.length - 1)]?.querySelector("[data-drop-deed]") ?? form.querySelector("textarea")).focus();
  tell(form, "taken", [told(chip)]);
}

function tell(form, said, deeds) {
  const place = form.closest("[data-composer]").querySelector("[data-deeds-told]");
  if (deeds.length) place.textContent = place.dataset[said].replace("{deeds}", deeds.map(([, words]) => words).join(", "));
}

/* A draft that was left comes back with what was to be done with it. */
function restoreAll() {
  for (const form of forms()) {
    const deeds = kept("deeds", draftOf(form));
    if (!deeds || chips(form).length) continue;
    put(form, form.querySelector("textarea").value.trim() ? deeds : []);
  }
}
