/* The rail beside the ticket: shown or hidden where there is room (remembered), a drawer where there is none. */
const ROOM = 800;

export function start() {
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-rail-toggle]")) return;
    const rail = document.querySelector(".rail[popover]");
    const wide = document.querySelector(".ticket").clientWidth >= ROOM;
    if (!wide) return rail?.togglePopover();
    const root = document.documentElement;
    root.dataset.rail = root.dataset.rail === "shut" ? "open" : "shut";
    document.cookie = `okno_rail=${root.dataset.rail}; path=/; max-age=31536000; samesite=lax`;
  });
}
