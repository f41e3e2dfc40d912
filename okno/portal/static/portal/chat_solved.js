/* The end of a chat: solved or not, and how well one was helped. The forms of the page are sent without leaving it. */
import { post } from "./chat_way.js";

/** Begin; `after` says up to where the window shows, `show` draws what comes back, `failed` says what is wrong. */
export function begin(box, after, show, failed) {
  for (const form of box.querySelectorAll("[data-says]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const given = Object.fromEntries(new FormData(form, event.submitter));
      try {
        show(await post(form.dataset.says, { ...given, after: after() }), true);
        place(box, form.dataset.says);
      } catch (fault) {
        failed(fault);
      }
    });
  }
}

/** Draw what is asked now. */
export function ask(box, { solved, rating }) {
  box.querySelector("[data-solved]").hidden = !solved;
  const part = box.querySelector("[data-rating]");
  part.hidden = !rating;
  const stars = rating?.stars ?? 0;
  for (const star of part.querySelectorAll(".star")) {
    star.dataset.on = String(Number(star.value) <= stars);
    star.toggleAttribute("aria-current", Number(star.value) === stars);
    if (star.hasAttribute("aria-current")) star.setAttribute("aria-current", "true");
  }
  const remark = part.querySelector("[data-remark]");
  remark.hidden = !stars;
  remark.elements.stars.value = stars;
  const title = part.querySelector("h2");
  if (stars && title.textContent !== part.dataset.thanks) title.textContent = part.dataset.thanks;
}

/* What was pressed is gone: one goes on where the next thing is. */
function place(box, said) {
  const next = said === "reopening" ? "[data-words]" : "[data-rating]:not([hidden]) h2";
  if (said !== "rating") box.querySelector(next)?.focus();
}
