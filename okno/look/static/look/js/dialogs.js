/* Dialogs are native: data-opens="id" opens one, data-closes shuts it, so does a click beside it and a done form. */
export function start() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      event.preventDefault();
      document.querySelectorAll(".menu:popover-open").forEach((menu) => menu.hidePopover());
      document.getElementById(opener.dataset.opens)?.showModal();
    }
    if (event.target.closest("[data-closes]")) event.target.closest("dialog").close();
    if (event.target.matches("dialog")) event.target.close();
  });
  // What was asked for comes into the dialog that waits for it; whoever has shut that meanwhile wants it no more.
  let awaits = null;
  document.addEventListener("desk:asked", ({ target }) => target.matches("[data-act-body]") && (awaits = target.closest("dialog")));
  document.addEventListener("close", ({ target }) => target === awaits && (awaits = null), { capture: true });
  document.addEventListener("desk:filled", ({ target }) => target.matches("[data-act-body]") && target.closest("dialog") === awaits && open(awaits));
  document.addEventListener("desk:done", (event) => event.target.closest("dialog")?.close());
}

function open(dialog) {
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("[autofocus], input:not([type=hidden]), textarea, select")?.focus();
}
