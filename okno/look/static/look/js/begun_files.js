/* The files of a form that was begun come back: the desk draws those that it still holds; of the others the page says so. */
import { headers } from "./csrf.js";
import { say } from "./toasts.js";

/** Bring the files behind these references back to the form; returns the fields that came with them. */
export async function bringBack(form, signs) {
  const input = form.querySelector("[data-upload]");
  if (!input) return [];
  const body = new URLSearchParams(signs.map((sign) => ["kept", sign]));
  const answer = await fetch(input.dataset.upload, { method: "POST", body, headers: headers() }).catch(() => null);
  const drawn = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").body : null;
  const files = [...(drawn?.querySelectorAll(".file") ?? [])];
  form.querySelector("[data-file-list]").append(...files);
  form.dispatchEvent(new Event("input", { bubbles: true }));
  if (files.length < signs.length) say(input.dataset.lost, { error: true });
  return files.flatMap((file) => [...file.querySelectorAll(".file__alt")]);
}
