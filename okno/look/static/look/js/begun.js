/* A form that was begun survives a reload: what stands in it is kept in this browser for a week, and of its files the references
   to what the desk holds for a day. What was sent and accepted is forgotten on the page to which it led. */
import { bringBack } from "./begun_files.js";
import { addresses, drop, keep, kept } from "./kept.js";

const WEEK = 7 * 24 * 3600 * 1000;
const SENT = "okno:begun-sent";
const NEVER = new Set(["csrfmiddlewaretoken", "key"]);

export function start() {
  const forms = [...document.querySelectorAll("form[data-begun]")];
  forget(forms);
  forms.forEach((form) => (isBack(form) ? save(form) : restore(form)));
  document.addEventListener("input", ({ target }) => save(target.form ?? target.closest?.("form")));
  document.addEventListener("submit", ({ target }) => target.dataset.begun && sessionStorage.setItem(SENT, JSON.stringify([target.dataset.begun, location.hash])));
}

/* A form that came back with what is wrong holds its words already. */
const isBack = (form) => "begunBack" in form.dataset;

function forget(forms) {
  for (const address of addresses("begun")) if (!(kept("begun", address)?.at > Date.now() - WEEK)) drop("begun", address);
  if (new URLSearchParams(location.search).has("next")) return; // a log-in stands between the form and its answer
  const [sent, before] = JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
  sessionStorage.removeItem(SENT);
  const form = forms.find((one) => one.dataset.begun === sent);
  // A conversation shows the same form again, and leads to what was said in it just now.
  const isAccepted = !form || (!isBack(form) && location.hash && location.hash !== before);
  if (sent && isAccepted) drop("begun", sent);
}

function save(form) {
  if (!form?.dataset.begun) return;
  const said = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && value && !NEVER.has(name));
  keep("begun", form.dataset.begun, { at: Date.now(), said });
}

async function restore(form) {
  const said = kept("begun", form.dataset.begun)?.said;
  if (!said?.length) return;
  fill(form.elements, said);
  form.querySelector("[data-questions] :is(input, textarea)")?.dispatchEvent(new Event("input", { bubbles: true }));
  for (const lid of [form.previousElementSibling, form.closest("details")]) if (lid?.matches("details")) lid.open = true;
  const signs = said.filter(([name]) => name === "kept").map(([, sign]) => sign);
  if (signs.length) fill(await bringBack(form, signs), said);
}

function fill(parts, said) {
  for (const part of parts) {
    if (NEVER.has(part.name) || part.name === "kept" || /file|hidden|submit/.test(part.type)) continue;
    const values = said.filter(([name]) => name === part.name).map(([, value]) => value);
    if (/checkbox|radio/.test(part.type)) part.checked = values.includes(part.value) || (part.type === "radio" && !part.value && !values.length);
    else if (values.length) [part.value] = values;
  }
}
