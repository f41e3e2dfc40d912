/* A letter lies on a light sheet, as its sender made it; in the dark theme one may have the sheet dark, and that is remembered. */
const MARK = "okno_sheet";
const isDark = () => (document.documentElement.dataset.theme === "system" ? matchMedia("(prefers-color-scheme: dark)").matches : document.documentElement.dataset.theme === "dark");
const wanted = () => (localStorage.getItem(MARK) === "dark" && isDark() ? "dark" : "light");

export function start() {
  document.addEventListener("toggle", ({ target }) => target.open && lay(target.querySelector("iframe.sheet")), true);
  document.addEventListener("click", (event) => {
    const turn = event.target.closest("[data-sheet]");
    const load = event.target.closest("[data-sheet-images]");
    if (!turn && !load) return;
    event.preventDefault();
    const frame = (turn ?? load).closest("details").querySelector("iframe.sheet");
    if (turn) localStorage.setItem(MARK, wanted() === "dark" ? "light" : "dark");
    else frame.dataset.images = "1";
    lay(frame);
  });
}

/* Drawn anew only where it changes; what was asked for stays asked for. */
function lay(frame) {
  if (!frame) return;
  const address = new URL(frame.src);
  address.search = new URLSearchParams({ ...(frame.dataset.images && { images: "1" }), ...(wanted() === "dark" && { sheet: "dark" }) });
  frame.dataset.sheet = wanted();
  if (frame.src !== address.href) frame.src = address.href;
}
