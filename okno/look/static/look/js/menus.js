/* Popovers stand beside the button that opened them, stay inside the window, and are walked with the arrows. */
const GAP = 4;
let opener = null;

export function start() {
  document.addEventListener("click", (event) => {
    opener = event.target.closest("[popovertarget]") ?? opener;
    const item = event.target.closest(".menu__item");
    if (item && !item.hasAttribute("popovertarget")) item.closest(".menu")?.hidePopover?.();
  }, true);
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches?.(".menu[popover]")) return;
    const button = document.querySelector(`[popovertarget="${CSS.escape(event.target.id)}"]`);
    const owner = opener?.getAttribute("popovertarget") === event.target.id ? opener : button;
    owner?.setAttribute("aria-expanded", String(event.newState === "open"));
    if (event.newState !== "open") return;
    event.target.dispatchEvent(new CustomEvent("open"));
    place(event.target, owner);
  }, true);
  // The content of a lazy menu has come.
  document.addEventListener("desk:filled", ({ target }) => target.matches(".menu:popover-open") && place(target, opener));
  document.addEventListener("keydown", walk);
  document.addEventListener("desk:done", (event) => event.target.closest(".menu")?.hidePopover());
}

function place(menu, owner) {
  const box = (owner ?? document.body).getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = box.bottom + GAP + height <= innerHeight || box.top - GAP - height < 0;
  const left = box.left + width <= innerWidth - GAP ? box.left : box.right - width;
  menu.style.top = `${Math.max(GAP, below ? Math.min(box.bottom + GAP, innerHeight - height - GAP) : box.top - GAP - height)}px`;
  menu.style.left = `${Math.max(GAP, left)}px`;
  (menu.querySelector("[autofocus], [aria-checked=true], [aria-current=true]") ?? menu.querySelector("input, .menu__item"))?.focus();
}

function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
  const menu = event.target.closest?.(".menu:popover-open");
  if (!step || !menu) return;
  const items = [...menu.querySelectorAll(".menu__item")].filter((item) => item.checkVisibility());
  if (!items.length) return;
  event.preventDefault();
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
}
