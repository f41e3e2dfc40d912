/* Lengths and distances of time in the words of the page's language; the same words as okno/look/words.py. */
const language = document.documentElement.lang || "ru";
const unit = (name) => new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "short" });
const units = { day: unit("day"), hour: unit("hour"), minute: unit("minute"), second: unit("second") };
const distance = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** «1 ч 20 мин» for milliseconds; «04:32» below ten minutes. */
export function span(milliseconds) {
  const length = Math.abs(milliseconds);
  if (length < 10 * MINUTE) return clockFace(length);
  const days = Math.floor(length / DAY);
  const hours = Math.floor((length % DAY) / HOUR);
  const minutes = Math.floor((length % HOUR) / MINUTE);
  const parts = [
    days && units.day.format(days),
    hours && units.hour.format(hours),
    minutes && !days && units.minute.format(minutes),
  ];
  return parts.filter(Boolean).join("\u00a0").replaceAll(" ", "\u00a0");
}

/** «8 с» */
export const seconds = (count) => units.second.format(count).replaceAll(" ", "\u00a0");

function clockFace(length) {
  const seconds = Math.floor(length / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}

/** «5 мин назад» within today's last hours; nothing for older moments, whose words stay as the server wrote them. */
export function ago(moment, now = Date.now()) {
  const passed = now - moment;
  if (passed < 45_000 || passed > 12 * HOUR) return "";
  if (passed < HOUR) return undotted(distance.format(-Math.max(1, Math.floor(passed / MINUTE)), "minute"));
  return undotted(distance.format(-Math.floor(passed / HOUR), "hour"));
}

/* Browsers write «мин.»; a unit has no dot (ГОСТ 8.417), and the server writes none. */
const undotted = (words) => words.replaceAll(".", "");
