/* An answer that comes when one has gone on already: what was asked for the last ticket must not take the place of this one,
   and of two tickets opened in a row the second stays. */
let turns = 0;

/** Note beside which page this is asked; a way to another page takes its turn. */
export function asks(ctx) {
  if (ctx.select !== "#main") return;
  if (ctx.push) ctx.turn = turns += 1;
  else ctx.beside = ctx.sourceElement.id === "main" ? path(ctx.request.action) : shown();
}

/** Tell whether the page has gone on since. */
export function isLate(ctx) {
  if (ctx.select !== "#main") return false;
  return ctx.push ? ctx.turn < turns : ctx.beside !== shown();
}

/** Leave out of the parts that come what the page has already: two answers may bring the same words. */
export function dropKnown(tasks = []) {
  for (const { fragment, swapSpec } of tasks) {
    if (swapSpec?.style !== "beforeend") continue;
    for (const one of fragment.querySelectorAll("article[id]")) if (document.getElementById(one.id)) one.remove();
  }
}

const path = (address) => new URL(address, location.href).pathname;
const shown = () => path(document.getElementById("main")?.getAttribute("hx-get") ?? "");
