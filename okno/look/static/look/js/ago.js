/* Keeps «5 мин назад» true while the page stays open; the exact moment is in the title. */
import { ago } from "./words.js";

export function start() {
  setInterval(refresh, 20_000);
  document.addEventListener("desk:drawn", refresh);
}

function refresh() {
  const today = new Date().toDateString();
  for (const time of document.querySelectorAll("time[data-ago]")) {
    const moment = new Date(time.dateTime);
    if (moment.toDateString() !== today) continue;
    const text = ago(moment.getTime());
    if (text && text !== time.textContent) time.textContent = text;
  }
}
