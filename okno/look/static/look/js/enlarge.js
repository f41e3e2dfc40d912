/* A picture of a conversation is looked at in full; the arrows lead to the ones beside it. */
let pictures = [];
let place = 0;

export function start() {
  const dialog = document.getElementById("enlarged");
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-enlarge]");
    if (!link || !dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    pictures = [...document.querySelectorAll("[data-enlarge]")];
    show(dialog, pictures.indexOf(link));
    dialog.showModal();
  });
  dialog?.addEventListener("click", ({ target }) => {
    const step = target.closest("[data-step]");
    if (step) show(dialog, place + Number(step.dataset.step));
    if (target.matches("img")) dialog.close();
  });
}

function show(dialog, wanted) {
  place = (wanted + pictures.length) % pictures.length;
  const link = pictures[place];
  const picture = dialog.querySelector("img");
  picture.src = link.href;
  picture.alt = link.querySelector("img").alt;
  dialog.querySelector("[data-name]").textContent = link.dataset.enlarge;
  dialog.querySelector("[data-whole]").href = link.href;
  for (const step of dialog.querySelectorAll("[data-step]")) step.hidden = pictures.length < 2;
}
