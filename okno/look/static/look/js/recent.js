/* The tickets that one has opened last, by their numbers alone: what they are called and whether one may still see them, the
   desk says when the palette asks. */
import { keep, kept } from "./kept.js";

const AT_MOST = 10;

export function start() {
  document.addEventListener("desk:drawn", note);
  note();
}

const open = () => Number(document.querySelector("#main[data-open] [data-talk]")?.dataset.talk ?? 0);

function note() {
  const here = open();
  const before = kept("recent", "") ?? [];
  if (here && before[0] !== here) keep("recent", "", [here, ...before.filter((one) => one !== here)].slice(0, AT_MOST));
}

/** Their numbers, the last first, without the one before the eyes. */
export const recent = () => (kept("recent", "") ?? []).filter((one) => one !== open());
