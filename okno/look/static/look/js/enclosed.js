/* Files that stand with a draft: they are taken off, and pictures say what they show. */
import { headers } from "./csrf.js";
import { say } from "./toasts.js";
import { forget } from "./uploads.js";

export function start() {
  document.addEventListener("click", takeOff, true);
  document.addEventListener("change", ({ target }) => target.dataset?.alt && describe(target));
  document.addEventListener("desk:cleared", ({ target }) => target.querySelector("[data-file-list]")?.replaceChildren());
}

async function takeOff(event) {
  const button = event.target.closest?.("[data-take-off]");
  if (!button) return;
  event.preventDefault();
  const chip = button.closest(".file");
  const form = chip.closest("form");
  if (button.dataset.takeOff) {
    const answer = await fetch(button.dataset.takeOff, { method: "POST", headers: headers(), redirect: "manual" }).catch(() => null);
    if (!answer || answer.status >= 400) return say(document.body.dataset.offline, { error: true });
  }
  forget(chip);
  chip.remove();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

/* It goes with the form, too; kept at once, it survives a reload. */
function describe(field) {
  fetch(field.dataset.alt, { method: "POST", body: new URLSearchParams({ alt: field.value }), headers: headers() }).catch(() => {});
}
