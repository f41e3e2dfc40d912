/* What the palette offers of the page itself: its rooms and views, and what one can do with the open ticket. */
import { nameOf } from "./keys.js";
import { fits } from "./layouts.js";

const RECENT = "palette:recent";
const KEPT = 8;
const SHOWN = 12;
const DEEDS = ".pane__head > form button[data-key], .ticket__tools > form button, .ticket__tools > [data-key].sr-only, .ticket__tools .menu form .menu__item, .ticket__tools .menu > .menu__item, [data-write], .rail .facts__value[popovertarget], .rail .promise__why";

/** The offers that fit what was typed, the recent ones first: [{ element, act }]. */
export function offers(typed) {
  const recent = kept();
  const rank = (offer) => (recent.indexOf(offer.name) + KEPT + 1) % (KEPT + 1);
  const all = new Map([...deeds(), ...rooms()].reverse().map((offer) => [offer.name, offer])); // one with a key stands before its menu
  const found = [...all.values()].reverse().filter((offer) => !typed.trim() || fits(offer.name, typed));
  const first = found.map((offer, place) => ({ ...offer, place })).sort((one, other) => rank(one) - rank(other) || one.place - other.place);
  return [...first.slice(0, SHOWN), ...(typed.trim() ? [search(typed)] : [])].map((offer, place) => ({ ...offer, element: drawn(offer, place) }));
}

export function remember(option) {
  const name = option.dataset.name;
  if (name) localStorage.setItem(RECENT, JSON.stringify([name, ...kept().filter((one) => one !== name)].slice(0, KEPT)));
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(RECENT)) ?? [];
  } catch {
    return [];
  }
}

const words = (element) => [...element.childNodes].filter((node) => !node.matches?.(".kbd, .counter, .avatar, svg")).map((node) => node.textContent.trim()).join(" ").trim();

/* An item that stands below a title of its menu is called with it: «Отложить: до даты». */
function under(button) {
  let before = (button.closest("form") ?? button).previousElementSibling;
  while (before && !before.matches("p, hr")) before = before.previousElementSibling;
  return before?.matches(".menu__title") ? before.textContent.trim() : "";
}

const deeds = () => [...document.querySelectorAll(DEEDS)].filter((button) => !button.disabled).map((button) => {
  const title = button.closest("dd")?.previousElementSibling?.textContent.trim();
  return { name: title || [under(button), words(button)].filter(Boolean).join(": "), hint: title ? words(button) : "", icon: button.querySelector("svg"), key: button.dataset.key, act: () => button.click() };
});

const rooms = () => [...document.querySelectorAll("#queues a.nav__item, #me-menu a[data-room]")].map((link) => ({ name: words(link), hint: link.querySelector(".counter")?.textContent ?? "", icon: link.querySelector("svg"), href: link.href }));

function search(typed) {
  const { search: address, searchWord } = document.getElementById("palette-list").dataset;
  return { name: `${searchWord} ${typed}`, icon: document.querySelector(".palette__field svg"), href: `${address}?${new URLSearchParams({ q: typed })}`, isOnce: true };
}

function drawn({ name, hint, icon, key, href, isOnce }, place) {
  const option = document.createElement(href ? "a" : "button");
  if (href) option.href = href;
  else option.type = "button";
  option.className = "menu__item";
  option.id = `option-${place}`;
  option.tabIndex = -1;
  option.setAttribute("role", "option");
  if (!isOnce) option.dataset.name = name;
  const text = (tag, className, content) => Object.assign(document.createElement(tag), { className, textContent: content });
  option.append(...[icon?.cloneNode(true), text("span", "clip", name), hint && text("span", "push muted small clip", hint), key?.startsWith("Key") && text("kbd", "kbd", nameOf(key))].filter(Boolean));
  return option;
}
