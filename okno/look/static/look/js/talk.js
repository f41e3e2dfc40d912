/* A conversation opens at its end, and stays there when something new is said, unless one has scrolled up to read. */
const SLACK = 120;
let shown = null;
let atEnd = true;

export function start() {
  document.addEventListener("scroll", ({ target }) => {
    if (target.matches?.(".talk")) atEnd = target.scrollHeight - target.scrollTop - target.clientHeight < SLACK;
  }, true);
  // The pictures of a letter were asked for: the sentence that they are not loaded is over.
  document.addEventListener("click", ({ target }) => target.closest(".banner a[target^=letter-]")?.closest(".banner").remove());
  document.addEventListener("desk:drawn", follow);
  document.fonts.ready.then(follow);
  follow();
}

function follow() {
  const talk = document.querySelector(".talk[data-talk]");
  const opened = talk && talk.dataset.talk !== shown;
  shown = talk?.dataset.talk ?? null;
  if (!talk || location.hash || !(opened || atEnd)) return;
  talk.scrollTop = talk.scrollHeight;
  atEnd = true;
}
