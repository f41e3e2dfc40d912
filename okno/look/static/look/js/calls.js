/* An @ in a note offers the colleagues who may read the ticket. */
import { offered } from "./offered.js";

const list = () => document.getElementById("calls");

export function start() {
  offered({
    sign: /(?:^|[\s(«"])@([\p{L}-]{0,30})$/u,
    field: "form[data-writing=note] textarea",
    list,
    bring,
    fits: (name, typed) => name.toLowerCase().split(" ").some((word) => word.startsWith(typed.toLowerCase())),
    take: call,
  });
}

async function bring(area) {
  const talk = area.closest("[data-colleagues]");
  if (!talk || list()?.dataset.ticket === talk.dataset.talk) return;
  const answer = await fetch(talk.dataset.colleagues).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  list()?.remove();
  document.body.append(page.getElementById("calls"));
}

function call(one, area, begins, end) {
  area.setRangeText(`${one.dataset.name} `, begins, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
