/* Files come by the button, by paste and by drop; each is listed with its size and can be taken off again. */
export function start() {
  document.addEventListener("change", (event) => event.target.matches?.("input[type=file][data-files]") && draw(event.target));
  document.addEventListener("paste", (event) => take(event, event.clipboardData?.files));
  document.addEventListener("dragover", (event) => over(event, true));
  document.addEventListener("dragleave", (event) => over(event, false));
  document.addEventListener("drop", (event) => {
    over(event, false);
    take(event, event.dataTransfer?.files);
  });
  document.addEventListener("desk:cleared", (event) => event.target.querySelectorAll("[data-files]").forEach(draw));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take-off]");
    if (button) put(button.closest("form").querySelector("[data-files]"), (_, place) => place !== Number(button.dataset.takeOff));
  });
}

const inputOf = (target) => target.closest?.("[data-composer], form")?.querySelector("form:not([hidden]) [data-files], :scope > [data-files], [data-files]");

function take(event, files) {
  const input = inputOf(event.target);
  if (!input || !files?.length) return;
  event.preventDefault();
  put(input, () => true, files);
}

function put(input, kept, added = []) {
  const all = new DataTransfer();
  for (const file of [...[...input.files].filter(kept), ...added]) all.items.add(file);
  input.files = all.files;
  draw(input);
}

function over(event, on) {
  const composer = event.target.closest?.("[data-composer]");
  if (!composer || ![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
  if (event.type === "dragover") event.preventDefault();
  composer.dataset.over = String(on);
}

function draw(input) {
  const form = input.closest("form");
  const model = form.querySelector("template[data-file]");
  const size = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "kilobyte", maximumFractionDigits: 0 });
  form.querySelector("[data-file-list]").replaceChildren(
    ...[...input.files].map((file, place) => {
      const item = model.content.firstElementChild.cloneNode(true);
      item.querySelector(".file__name").textContent = file.name;
      item.querySelector(".file__size").textContent = size.format(Math.max(1, file.size / 1024));
      item.querySelector("[data-take-off]").dataset.takeOff = place;
      return item;
    }),
  );
  form.closest("[data-composer]")?.toggleAttribute("data-morph-skip", input.files.length > 0 || Boolean(form.querySelector("textarea")?.value));
}
