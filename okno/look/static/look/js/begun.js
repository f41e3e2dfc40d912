/* A form that was begun survives a reload: what stands in it is kept in this browser for a week, files are not.
   What was sent and accepted is forgotten on the page to which it led. */
import { addresses, drop, keep, kept } from "./kept.js";

const WEEK = 7 * 24 * 3600 * 1000;
const SENT = "okno:begun-sent";
const NEVER = new Set(["csrfmiddlewaretoken", "key", "kept"]);

export function start() {
  const forms = [...document.querySelectorAll("form[data-begun]")];
  forget(forms);
  forms.forEach(restore);
  document.addEventListener("input", ({ target }) => save(target.form));
  document.addEventListener("submit", ({ target }) => target.dataset.begun && sessionStorage.setItem(SENT, target.dataset.begun));
}

function forget(forms) {
  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  if (sent && !forms.some((form) => form.dataset.begun === sent)) drop("begun", sent);
  for (const address of addresses("begun")) if (!(kept("begun", address)?.at > Date.now() - WEEK)) drop("begun", address);
}

function save(form) {
  if (!form?.dataset.begun) return;
  const said = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && value && !NEVER.has(name));
  keep("begun", form.dataset.begun, { at: Date.now(), said });
}

/* A form that came back with what is wrong holds its words already. */
function restore(form) {
  const said = "begunBack" in form.dataset ? null : kept("begun", form.dataset.begun)?.said;
  if (!said) return;
  for (const part of form.elements) {
    if (NEVER.has(part.name) || /file|hidden|submit/.test(part.type)) continue;
    const values = said.filter(([name]) => name === part.name).map(([, value]) => value);
    if (/checkbox|radio/.test(part.type)) part.checked = values.includes(part.value) || (part.type === "radio" && !part.value && !values.length);
    else if (values.length) [part.value] = values;
  }
  form.querySelector("[data-questions] :is(input, textarea)")?.dispatchEvent(new Event("input", { bubbles: true }));
}
