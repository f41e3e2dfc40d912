/* A thin line on top while something is on its way for longer than a blink. */
const BLINK = 180;
let running = 0;
let timer = 0;

export function more() {
  running += 1;
  if (running === 1) timer = setTimeout(() => show(true), BLINK);
}

export function less() {
  running = Math.max(0, running - 1);
  if (running > 0) return;
  clearTimeout(timer);
  show(false);
}

function show(on) {
  document.querySelector(".busy")?.setAttribute("data-on", String(on));
}
