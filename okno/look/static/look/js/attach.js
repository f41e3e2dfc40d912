/* Files come by the button, the camera, by paste and by drop; a pasted screenshot gets a name that says when it was made. */
import { upload } from "./uploads.js";

export function start() {
  document.addEventListener("change", ({ target }) => {
    if (target.matches?.("[data-upload], [data-photo]")) chosen(target);
  });
  document.addEventListener("paste", pasted);
  document.addEventListener("dragover", (event) => dragged(event, true));
  document.addEventListener("dragleave", (event) => dragged(event, false));
  document.addEventListener("drop", dropped);
}

/* The place for files in the form where one is, else in the last form of the page that stands open: the composer, the answer. */
function inputNear(target) {
  const near = target.closest?.("form")?.querySelector("[data-upload]");
  return near ?? [...document.querySelectorAll("[data-upload]")].filter((input) => input.checkVisibility()).at(-1);
}

function chosen(target) {
  upload(inputNear(target), target.files);
  target.value = "";
}

/* A table copied from a sheet is text that brings its picture along: then the text is meant. */
function pasted(event) {
  const { files, types } = event.clipboardData ?? {};
  const input = files?.length && !types.includes("text/plain") && inputNear(event.target);
  if (!input) return;
  event.preventDefault();
  upload(input, [...files].map((file) => named(file, input)));
}

function named(file, input) {
  const ending = /^image\.(\w+)$/.exec(file.name)?.[1];
  if (!ending) return file;
  const now = new Date();
  const moment = new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 19).replace("T", " ").replaceAll(":", ".");
  return new File([file], `${input.dataset.pasted} ${moment}.${ending}`, { type: file.type });
}

const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

function dragged(event, isOver) {
  if (!holdsFiles(event)) return;
  event.preventDefault(); // a file that misses the field must not replace the page
  const place = inputNear(event.target)?.closest("[data-composer], form");
  if (place) place.dataset.over = String(isOver && event.type === "dragover");
}

function dropped(event) {
  if (!holdsFiles(event)) return;
  dragged(event, false);
  const input = inputNear(event.target);
  if (input) upload(input, event.dataTransfer.files);
}
