/* A conversation opens at its end, and stays there when something new is said, unless one has scrolled up to read. What is
   new is read aloud to those who do not see it come. */
const SLACK = 120;
const ALOUD = 300; // characters of a message
let shown = null;
let atEnd = true;
let known = new Set();

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
  const opened = talk?.dataset.talk !== shown;
  shown = talk?.dataset.talk ?? null;
  if (talk) readAloud(talk, opened);
  if (!talk || location.hash || !(opened || atEnd)) return;
  talk.scrollTop = talk.scrollHeight;
  atEnd = true;
}

/* Earlier messages that one has asked for are not new. */
function readAloud(talk, opened) {
  const said = [...talk.querySelectorAll(".message")];
  const fresh = opened ? [] : said.slice(said.findLastIndex(({ id }) => known.has(id)) + 1);
  known = new Set(said.map(({ id }) => id));
  const part = (message, name) => message.querySelector(name).textContent.trim().slice(0, ALOUD);
  const words = fresh.map((message) => `${part(message, ".message__author")}: ${part(message, ".message__text")}`);
  if (words.length) talk.querySelector("[data-aloud]").textContent = words.join("\n");
}
