/* A blank goes where the caret stands, as if typed: it can be undone, and the draft is kept. */
export function start() {
  document.addEventListener("click", ({ target }) => {
    const text = target.closest?.("[data-insert]")?.dataset.insert;
    const area = document.querySelector("form[data-writing]:not([hidden]) textarea");
    if (text === undefined || !area) return;
    area.focus();
    const before = area.value.slice(0, area.selectionStart);
    const gap = before && !/\n$/.test(before) ? "\n" : "";
    if (!document.execCommand("insertText", false, gap + text)) area.setRangeText(gap + text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
