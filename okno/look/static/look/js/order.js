/* What is ticked in a list with an order is moved up and down by its arrows; the others stay where they are. */
export function start() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-order] [data-step]");
    if (!button) return;
    event.preventDefault();
    move(button.closest("li"), Number(button.dataset.step));
  });
}

/* The neighbour goes round the item, so the button under the finger keeps the focus. */
function move(item, step) {
  const ticked = [...item.parentElement.children].filter((one) => one.querySelector(":checked"));
  const other = ticked[ticked.indexOf(item) + step];
  if (!other) return;
  if (step < 0) item.after(other);
  else item.before(other);
}
