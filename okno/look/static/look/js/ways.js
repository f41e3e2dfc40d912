/* What becomes of answers in a chat: the nudge names the message up to which the visitor has read, and the marks below ours
   say so without a fetch. An answer that is drawn a moment later finds it remembered. */
const read = new Map();

export function start() {
  document.addEventListener("desk:drawn", () => read.forEach(mark));
}

/** The visitor of this ticket has read up to this message. */
export function haveRead(number, upto) {
  read.set(number, Math.max(upto, read.get(number) ?? 0));
  mark(read.get(number), number);
}

function mark(upto, number) {
  for (const model of document.querySelectorAll(`#talk-${number} template[data-read]`)) {
    if (Number(model.dataset.read) > upto) continue;
    model.previousElementSibling.replaceWith(model.content);
    model.remove();
  }
  const shown = document.getElementById(`shown-${number}`); // its last part says whose way is followed
  if (shown) shown.value = shown.value.replace(/[^:]*$/, (ways) => ways.split("-").filter((way) => parseInt(way, 10) > upto).join("-"));
}
