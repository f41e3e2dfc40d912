/* Ctrl+K: one field for rooms, tickets, people, and the deeds of the open ticket; arrows choose, Enter does, Escape leaves. */
import { offers, remember } from "./palette_offers.js";
import { recent } from "./recent.js";

const MENUS = ".ticket__tools > .menu[hx-get]"; // they come when they are opened, and what stands in them is offered here, too
let here = [];

export function start() {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const field = dialog.querySelector("input");
  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyK" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else if (!document.querySelector("dialog:modal")) open(dialog, field);
  });
  document.addEventListener("click", (event) => event.target.closest("[data-palette]") && open(dialog, field));
  field.addEventListener("input", () => draw(field.value));
  field.addEventListener("keydown", (event) => walk(event, field));
  dialog.addEventListener("click", (event) => run(event, dialog));
  document.addEventListener("desk:filled", ({ target }) => {
    if (target.id === "palette-found") found(field, target);
    else if (dialog.open && target.matches(MENUS)) draw(field.value, false);
  });
}

const options = () => [...document.querySelectorAll("#palette-list [role=option]")];
const current = () => document.querySelector("#palette-list [aria-selected=true]");

function open(dialog, field) {
  field.value = "";
  document.getElementById("palette-recent").value = recent().join(" ");
  document.getElementById("palette-ticket").value = document.querySelector("[data-composer]")?.closest("[data-talk]").dataset.talk ?? "";
  dialog.showModal();
  for (const menu of document.querySelectorAll(`${MENUS}:empty`)) menu.dispatchEvent(new CustomEvent("open"));
  draw("");
  setTimeout(() => field.dispatchEvent(new CustomEvent("opened"))); // whoever listens may have been begun a moment ago
}

function draw(typed, isTyped = true) {
  here = offers(typed);
  document.getElementById("palette-here").replaceChildren(...here.map((offer) => offer.element));
  if (typed && isTyped) document.getElementById("palette-found").replaceChildren();
  choose(document.getElementById("palette-field"), options()[0]);
}

/* Where one has just been is where one goes most often: it stands first, unless one has begun to type meanwhile. What is done to
   the open ticket stands before the search. */
function found(field, place) {
  document.querySelector("#palette-here [data-macros]")?.remove(); // those of the letters before
  const macros = place.querySelector("[data-macros]");
  if (macros) here.at(-1).element.before(macros);
  const group = place.querySelector("[data-recent]");
  if (group && !field.value) document.getElementById("palette-here").prepend(group);
  else group?.remove();
  choose(field, options()[0]);
}

function choose(field, option) {
  current()?.removeAttribute("aria-selected");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", option?.id ?? "");
}

function walk(event, field) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
  if (step) {
    const all = options();
    event.preventDefault();
    choose(field, all[(all.indexOf(current()) + step + all.length) % all.length]);
  }
  if (event.code === "Enter" || event.code === "NumpadEnter") {
    event.preventDefault();
    current()?.click();
  }
}

/* The dialog closes first: the focus goes back, and a menu opens beside its own button. */
function run(event, dialog) {
  const option = event.target.closest("[role=option]");
  if (!option) return;
  const offer = here.find((one) => one.element === option);
  if (offer) remember(option);
  if (offer?.act) event.preventDefault();
  dialog.close();
  offer?.act?.();
}
