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
  // A form has come into the dialog that waits for forms.
  document.addEventListener("desk:filled", ({ target }) => target.matches("[data-act-body]") && open(target.closest("dialog")));
  document.addEventListener("desk:done", (event) => event.target.closest("dialog")?.close());
}

function open(dialog) {
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("[autofocus], input:not([type=hidden]), textarea, select")?.focus();
}
