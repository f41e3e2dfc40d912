/* A list at the caret while one types a sign and letters: letters narrow, arrows and Enter choose, Escape goes on writing.
   A choice is a click on an option, by whatever hand; `take` gets it with the place of what was typed. */
const AT_MOST = 8;
const GAP = 4;

export function offered({ sign, field, list, bring, fits, take }) {
  let area = null;
  const typed = () => sign.exec(area.value.slice(0, area.selectionStart))?.[1];
  const options = () => [...(list(area)?.children ?? [])];
  const isOpen = () => Boolean(area && list(area)?.matches(":popover-open"));
  const chosen = () => options().find((one) => one.getAttribute("aria-selected") === "true");

  document.addEventListener("input", ({ target }) => target.matches?.(field) && offer(target));
  document.addEventListener("keydown", steer, true);
  document.addEventListener("focusout", ({ target }) => target === area && close());
  // The press of a mouse would take the focus out of the text before the choice is made.
  document.addEventListener("mousedown", (event) => optionOf(event) && event.preventDefault());
  document.addEventListener("click", (event) => optionOf(event) && choose(optionOf(event)), true);

  const optionOf = ({ target }) => isOpen() && options().find((one) => one.contains(target));

  async function offer(textarea) {
    area = textarea;
    if (typed() === undefined) return close();
    await bring(area);
    const begun = document.activeElement === area ? typed() : undefined;
    if (begun === undefined) return close();
    const found = options().filter((one) => fits(one.dataset.name, begun)).slice(0, AT_MOST);
    for (const one of options()) one.hidden = !found.includes(one);
    if (!found.length) return close();
    list(area).showPopover();
    mark(found[0]);
    place();
  }

  function place() {
    const box = area.getBoundingClientRect();
    const above = box.top - list(area).offsetHeight - GAP;
    list(area).style.top = `${above > 0 ? above : box.bottom + GAP}px`;
    list(area).style.left = `${box.left}px`;
  }

  function steer(event) {
    if (event.target !== area || !isOpen() || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    const takes = ["Enter", "Tab"].includes(event.code) && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!step && !takes && event.code !== "Escape") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const shown = options().filter((one) => !one.hidden);
    if (step) mark(shown[(shown.indexOf(chosen()) + step + shown.length) % shown.length]);
    else if (takes) chosen().click();
    else close();
  }

  function mark(one) {
    for (const other of options()) other.setAttribute("aria-selected", String(other === one));
    one.scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-controls", list(area).id);
    area.setAttribute("aria-activedescendant", one.id);
  }

  function choose(one) {
    const end = area.selectionStart;
    const begins = end - typed().length;
    close();
    take(one, area, begins, end);
  }

  function close() {
    if (isOpen()) list(area).hidePopover();
    area?.removeAttribute("aria-activedescendant");
  }
}
