/* Each file goes to the desk at once and waits there with the draft, so that a reload loses nothing. What is sent meanwhile
   waits for the files that are still coming; one that did not come through stops it, for nothing is lost in silence. */
import { headers } from "./csrf.js";
import { say } from "./toasts.js";

const coming = new WeakMap(); // the chip of a file → the file, its way, its address
const words = document.body.dataset;
let held = null; // the form that waits for its files, and the button that was pressed

export function start() {
  document.addEventListener("submit", hold, true);
  document.addEventListener("click", ({ target }) => target.closest?.("[data-again]") && send(target.closest(".file")));
  addEventListener("online", () => document.querySelectorAll(".file[data-state=cut]").forEach(send));
}

/** Begin to bring these files to the form of the input. */
export function upload(input, files) {
  const form = input?.closest("form");
  for (const file of form ? files : []) {
    const chip = form.querySelector("template[data-uploading]").content.firstElementChild.cloneNode(true);
    chip.querySelector(".file__name").textContent = file.name;
    if (/^image\/(png|jpeg|gif|webp)$/.test(file.type)) preview(chip, file);
    coming.set(chip, { file, address: input.dataset.upload, way: new XMLHttpRequest() }); // fetch does not tell how far it has come
    form.querySelector("[data-file-list]").append(chip);
    send(chip);
  }
}

/** The file is no longer wanted. */
export function forget(chip) {
  coming.get(chip)?.way.abort();
}

function preview(chip, file) {
  Object.assign(chip.querySelector(".file__preview"), { src: URL.createObjectURL(file), hidden: false });
  chip.classList.add("file--picture");
}

function send(chip) {
  const { file, address, way } = coming.get(chip);
  const body = new FormData();
  body.append("file", file, file.name);
  way.open("POST", address);
  for (const [name, value] of Object.entries(headers({ Accept: "text/html, application/json" }))) way.setRequestHeader(name, value);
  way.upload.onprogress = ({ loaded, total }) => (chip.querySelector("progress").value = loaded / total);
  way.onerror = () => mark(chip, "cut", words.offline);
  way.onload = () => (way.status === 200 ? settle(chip, way.responseText) : mark(chip, "refused", reason(way)));
  mark(chip, "coming", "");
  way.send(body);
}

function reason(way) {
  try {
    return JSON.parse(way.responseText).title;
  } catch {
    return words.wrong;
  }
}

function mark(chip, state, fault) {
  chip.dataset.state = state;
  chip.querySelector("progress").hidden = state !== "coming";
  chip.querySelector(".file__fault").hidden = !fault;
  chip.querySelector(".file__fault").textContent = fault;
  chip.querySelector("[data-again]").hidden = state !== "cut";
  chip.dispatchEvent(new Event("input", { bubbles: true }));
}

/* The chip as the desk draws it takes the place of ours; where it has no picture of its own, ours stays in it. */
function settle(chip, html) {
  const made = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  made.querySelector("[data-preview]")?.replaceWith(chip.querySelector(".file__preview"));
  chip.replaceWith(made);
  made.dispatchEvent(new CustomEvent("desk:brought", { bubbles: true }));
  made.dispatchEvent(new Event("input", { bubbles: true }));
  if (!held || held.form.querySelector("[data-state]")) return;
  held.form.requestSubmit(held.button);
  held = null;
}

function hold(event) {
  const form = event.target;
  const input = form.querySelector?.("[data-upload]");
  if (!input || !form.querySelector("[data-state]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const isComing = !form.querySelector("[data-state=cut], [data-state=refused]");
  held = isComing ? { form, button: event.submitter } : null;
  say(isComing ? input.dataset.waits : input.dataset.missing, { error: !isComing });
}
