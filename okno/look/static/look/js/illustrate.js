/* A picture that is pasted or dropped into the text of an article stands where the caret was. */
import { headers } from "./csrf.js";

export function start() {
  document.addEventListener("paste", (event) => take(event, event.clipboardData));
  document.addEventListener("drop", (event) => take(event, event.dataTransfer));
}

async function take(event, data) {
  const area = event.target.closest?.("[data-illustrated] textarea");
  const pictures = [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
  if (!area || !pictures.length || data.types.includes("text/plain")) return;
  event.preventDefault();
  for (const picture of pictures) insert(area, await send(area.closest("[data-illustrated]").dataset.illustrated, picture));
}

async function send(address, picture) {
  const body = new FormData();
  body.append("file", picture);
  const answer = await fetch(address, { method: "POST", body, headers: headers() });
  return answer.ok ? await answer.text() : "";
}

function insert(area, text) {
  if (!text) return;
  area.focus();
  if (!document.execCommand("insertText", false, text)) area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
