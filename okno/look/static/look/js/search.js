/* A field offers what may follow, or what may be meant: arrows choose, Enter or a press takes it, Escape puts the offers away.
   What names one thing is final: it stands in the field, and nothing more is offered for it. */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const FIELD = "[data-offers]";
const LIST = ".hints";
const listOf = (input) => document.getElementById(input.getAttribute("aria-controls"));
const inputOf = (list) => document.querySelector(`${FIELD}[aria-controls="${list.id}"]`);
const chosenOf = (list) => list.querySelector("[aria-selected=true]");
let isPressed = false;

export function start() {
  document.addEventListener("desk:filled", ({ target }) => target.matches(LIST) && show(inputOf(target), target.childElementCount > 0));
  document.addEventListener("focusout", ({ target }) => target.matches?.(FIELD) && released(() => show(target, false)));
  document.addEventListener("pointerdown", (event) => {
    isPressed = true;
    if (event.target.closest(LIST)) event.preventDefault();
  }, true);
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => { isPressed = false; }, true);
  document.addEventListener("click", (event) => take(event.target.closest(`${LIST} [role=option]`)));
  document.addEventListener("input", ({ target }) => target.matches?.(`[data-hints] ${FIELD}`) && target.form.toggleAttribute("data-morph-skip", target.value !== target.defaultValue));
  document.addEventListener("keydown", keys, true);
}

/* Offers that went away below a pressed button would pull it from under the pointer, and nothing would be clicked. */
function released(act) {
  if (isPressed) document.addEventListener("pointerup", () => setTimeout(act), { once: true });
  else act();
}

function show(input, wanted) {
  const open = wanted && document.activeElement === input && input.value !== input.dataset.taken;
  listOf(input).hidden = !open;
  input.setAttribute("aria-expanded", String(open));
  if (!open) mark(input, null);
}

function mark(input, option) {
  chosenOf(listOf(input))?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
}

function take(option) {
  if (!option) return;
  const input = inputOf(option.closest(LIST));
  const isFinal = "final" in option.dataset;
  input.value = option.dataset.text;
  if (isFinal) input.dataset.taken = input.value;
  show(input, false);
  input.dispatchEvent(new Event(isFinal ? "change" : "input", { bubbles: true }));
}

function keys(event) {
  const input = event.target;
  if (!input.matches?.(FIELD) || event.isComposing || listOf(input).hidden) return;
  const options = [...listOf(input).children];
  const chosen = chosenOf(listOf(input));
  if (STEPS[event.code]) mark(input, options.at((options.indexOf(chosen) + STEPS[event.code] + (chosen ? 0 : STEPS[event.code] < 0)) % options.length));
  else if (event.code === "Enter" && chosen) take(chosen);
  else if (event.code === "Escape") show(input, false);
  else return;
  event.preventDefault();
}
