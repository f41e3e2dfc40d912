/* The ticket or the article that one has before the eyes is read: its news leave the bell, and no letter comes. */
import { headers } from "./csrf.js";

let said = "";

export function start() {
  for (const name of ["desk:drawn", "visibilitychange"]) document.addEventListener(name, read);
  read();
}

function read() {
  const bell = document.querySelector("[data-bell]");
  const article = document.querySelector("[data-news-of]")?.dataset.newsOf;
  const open = article ? `article-${article}` : document.querySelector("[data-talk]")?.dataset.talk;
  if (document.hidden || !open || !bell?.dataset.unread.split(" ").includes(open)) {
    said = "";
    return;
  }
  if (said === open) return;
  said = open;
  fetch(bell.dataset.bell, { method: "POST", body: new URLSearchParams(article ? { article } : { number: open }), headers: headers() }).catch(() => (said = ""));
}
