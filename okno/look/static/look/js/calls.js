/* An @ in a note offers the colleagues who may read the ticket: letters narrow, arrows and Enter choose, Escape goes on writing. */
const CALL = /(?:^|[\s(«"])@([\p{L}-]{0,30})$/u;
const AT_MOST = 8;
let area = null;

export function start() {
  document.addEventListener("input", ({ target }) => target.matches?.("form[data-writing=note] textarea") && offer(target));
  document.addEventListener("keydown", steer, true);
  document.addEventListener("focusout", ({ target }) => target === area && close());
  // The press of a mouse would take the focus out of the text before the choice is made.
  document.addEventListener("mousedown", (event) => {
    const one = event.target.closest?.("#calls [role=option]");
    if (one) event.preventDefault();
    if (one) call(one);
  });
}

const typed = () => CALL.exec(area.value.slice(0, area.selectionStart));
const list = () => document.getElementById("calls");
const isOpen = () => list()?.matches(":popover-open") ?? false;
const chosen = () => list().querySelector("[aria-selected=true]");

async function offer(textarea) {
  area = textarea;
  if (!typed()) return close();
  await bring(area.closest("[data-colleagues]"));
  const said = document.activeElement === area && typed();
  if (!said || !list()) return close();
  const begins = said[1].toLowerCase();
  const fits = ({ dataset }) => dataset.name.toLowerCase().split(" ").some((word) => word.startsWith(begins));
  const found = [...list().children].filter(fits).slice(0, AT_MOST);
  for (const one of list().children) one.hidden = !found.includes(one);
  if (!found.length) return close();
  list().showPopover();
  mark(found[0]);
  const box = area.getBoundingClientRect();
  const above = box.top - list().offsetHeight - 4;
  list().style.top = `${above > 0 ? above : box.bottom + 4}px`;
  list().style.left = `${box.left}px`;
}

async function bring(talk) {
  if (!talk || list()?.dataset.ticket === talk.dataset.talk) return;
  const answer = await fetch(talk.dataset.colleagues).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  list()?.remove();
  document.body.append(page.getElementById("calls"));
}

function steer(event) {
  if (event.target !== area || !isOpen() || event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
  const takes = ["Enter", "Tab"].includes(event.code) && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!step && !takes && event.code !== "Escape") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const shown = [...list().children].filter((one) => !one.hidden);
  if (step) mark(shown[(shown.indexOf(chosen()) + step + shown.length) % shown.length]);
  else if (takes) call(chosen());
  else close();
}

function mark(one) {
  for (const other of list().children) other.setAttribute("aria-selected", String(other === one));
  area.setAttribute("aria-controls", "calls");
  area.setAttribute("aria-activedescendant", one.id);
}

function call(one) {
  const [, begun] = typed() ?? [, ""];
  const end = area.selectionStart;
  area.setRangeText(`${one.dataset.name} `, end - begun.length, end, "end");
  close();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function close() {
  if (isOpen()) list().hidePopover();
  area?.removeAttribute("aria-activedescendant");
}
