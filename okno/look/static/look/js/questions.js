/* The editor of a form: rows are moved by their arrows, the last empty one brings the next, conditions know the questions
   above them, and the preview follows what is written. Without this module places are numbers. */
const PAUSE = 400;
let timer = 0;

export function start() {
  document.addEventListener("click", ({ target }) => move(target.closest?.("[data-editor] [data-move]")));
  document.addEventListener("input", ({ target }) => changed(target.closest?.("#row-form")?.querySelector("[data-editor]"), target));
}

function move(button) {
  const row = button?.closest("[data-row]");
  const up = button?.dataset.move === "-1";
  const other = up ? row?.previousElementSibling : row?.nextElementSibling;
  if (!other) return;
  if (up) row.after(other);
  else row.before(other);
  changed(row.closest("[data-editor]"), row);
  button.focus();
}

function changed(editor, what) {
  if (!editor) return;
  grow(editor, what.closest("[data-row]"));
  const rows = [...editor.querySelectorAll("[data-row]")];
  rows.forEach((row, place) => {
    if (!what.matches("[name$=-place]")) row.querySelector("[name$=-place]").value = place + 1;
    for (const about of row.querySelectorAll("[data-about]")) offer(about, rows.slice(0, place));
  });
  for (const about of editor.form?.querySelectorAll("[data-part] [data-about]") ?? []) offer(about, rows);
  clearTimeout(timer);
  timer = setTimeout(() => document.querySelector("[data-preview-here]")?.dispatchEvent(new CustomEvent("refresh")), PAUSE);
}

/* What is chosen stays chosen, also where it now stands below: the desk says in words that it does. */
function offer(about, rows) {
  const chosen = about.selectedOptions[0];
  const found = rows.filter((row) => value(row, "label")).map((row) => new Option(value(row, "label"), value(row, "key")));
  if (chosen.value && !found.some((one) => one.value === chosen.value)) found.push(new Option(chosen.text, chosen.value));
  about.replaceChildren(about.options[0], ...found);
  about.value = chosen.value;
}

const value = (row, name) => row.querySelector(`[name$=-${name}]`).value.trim();

function grow(editor, row) {
  const rows = editor.querySelectorAll("[data-row]");
  if (!row || rows[rows.length - 1] !== row || !value(row, "label") || rows.length >= 40) return;
  const taken = new Set([...rows].map((one) => value(one, "key")));
  const next = row.cloneNode(true);
  const number = Math.max(...[...rows].map((one) => Number(one.querySelector("[name$=-label]").name.match(/\d+/)[0]))) + 1;
  for (const part of next.querySelectorAll("[name]")) part.name = part.name.replace(/^q\d+/, `q${number}`);
  for (const part of next.querySelectorAll("[id]")) part.id = part.id.replace(/^q\d+/, `q${number}`);
  for (const part of next.querySelectorAll("[for]")) part.htmlFor = part.htmlFor.replace(/^q\d+/, `q${number}`);
  for (const part of next.querySelectorAll("input:not([type=checkbox]), textarea")) part.value = "";
  for (const part of next.querySelectorAll("[type=checkbox]")) part.checked = false;
  for (const part of next.querySelectorAll("select")) part.selectedIndex = 0;
  let key = 1;
  while (taken.has(`q${key}`)) key += 1;
  next.querySelector("[name$=-key]").value = `q${key}`;
  row.after(next);
}
