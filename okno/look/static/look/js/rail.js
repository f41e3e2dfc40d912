/* The rail and the list beside the ticket: shown or hidden where there is room, as one has left them; without room the rail is a
   drawer, and the list a page. */
const ROOM = 800;

export function start() {
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-list-toggle]")) turn("list");
    if (!target.closest("[data-rail-toggle]")) return;
    const isWide = document.querySelector(".ticket").clientWidth >= ROOM;
    if (isWide) turn("rail");
    else document.querySelector(".rail[popover]")?.togglePopover();
  });
}

function turn(pane) {
  const root = document.documentElement;
  root.dataset[pane] = root.dataset[pane] === "shut" ? "open" : "shut";
  document.cookie = `okno_${pane}=${root.dataset[pane]}; path=/; max-age=31536000; samesite=lax`;
}
