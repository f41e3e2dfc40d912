/* The search field offers what may follow: arrows choose, Enter or a press takes it, Escape puts the offers away. */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const box = () => document.getElementById("hints");
const input = () => box()?.closest("form").querySelector("[role=combobox]");
const chosen = () => box()?.querySelector("[aria-selected=true]");

export function start() {
  document.addEventListener("desk:filled", ({ target }) => target.id === "hints" && show(target.childElementCount > 0));
  document.addEventListener("focusout", (event) => event.target === input() && show(false));
  document.addEventListener("pointerdown", (event) => event.target.closest("#hints") && event.preventDefault());
  document.addEventListener("click", (event) => take(event.target.closest("#hints [role=option]")));
  document.addEventListener("input", ({ target }) => target === input() && target.form.toggleAttribute("data-morph-skip", target.value !== target.defaultValue));
  document.addEventListener("keydown", keys, true);
}

function show(wanted) {
  const open = wanted && document.activeElement === input();
  box().hidden = !open;
  input().setAttribute("aria-expanded", String(open));
  if (!open) mark(null);
}

function mark(option) {
  chosen()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) input().setAttribute("aria-activedescendant", option.id);
  else input().removeAttribute("aria-activedescendant");
}

function take(option) {
  if (!option) return;
  input().value = option.dataset.text;
  show(false);
  input().dispatchEvent(new Event("input", { bubbles: true }));
}

function keys(event) {
  if (event.target !== input() || box().hidden || event.isComposing) return;
  const options = [...box().children];
  if (STEPS[event.code]) mark(options.at((options.indexOf(chosen()) + STEPS[event.code] + (chosen() ? 0 : STEPS[event.code] < 0)) % options.length));
  else if (event.code === "Enter" && chosen()) take(chosen());
  else if (event.code === "Escape") show(false);
  else return;
  event.preventDefault();
}
