/* Pushes to this browser: switched on and off on the page of wishes, renewed each hour where one has switched them on. */
import { headers } from "./csrf.js";

const MARK = "okno_push"; // holds who has switched them on here: another person at this machine has not
const HOUR = 3_600_000;
const can = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

export async function start() {
  const place = document.querySelector("[data-push]");
  if (!can()) return;
  place?.querySelector("[data-push-on]").addEventListener("click", () => turn(place, on));
  place?.querySelector("[data-push-off]").addEventListener("click", () => turn(place, off));
  const isDue = Date.now() - Number(sessionStorage.getItem(MARK)) > HOUR;
  if (isDue && localStorage.getItem(MARK) === person() && Notification.permission === "granted") {
    sessionStorage.setItem(MARK, Date.now());
    await on().catch(() => sessionStorage.removeItem(MARK));
  }
  if (place) show(place);
}

const about = () => document.querySelector("[data-bell]").dataset;
const person = () => document.querySelector("[data-bell]")?.dataset.person ?? "nobody";

async function turn(place, act) {
  await act(place).catch(() => {});
  show(place);
}

async function on() {
  if ((await Notification.requestPermission()) !== "granted") return;
  const worker = await navigator.serviceWorker.register("/service.js", { updateViaCache: "none" });
  await navigator.serviceWorker.ready;
  const key = await (await send(about().keyUrl)).text();
  const known = await worker.pushManager.getSubscription();
  if (known && same(known.options.applicationServerKey, key) === false) await known.unsubscribe();
  const given = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = given.toJSON();
  await send(about().browsersUrl, { endpoint, ...keys });
  localStorage.setItem(MARK, person());
}

async function off(place) {
  localStorage.removeItem(MARK);
  const given = await subscription();
  if (!given) return;
  await send(place.dataset.removalUrl, { endpoint: given.endpoint });
  await given.unsubscribe();
}

async function show(place) {
  const is = Notification.permission === "denied" ? "denied" : localStorage.getItem(MARK) === person() && (await subscription()) ? "on" : "off";
  for (const one of place.querySelectorAll("[data-push-says]")) one.hidden = one.dataset.pushSays !== is;
  place.querySelector("[data-push-on]").hidden = is !== "off";
  place.querySelector("[data-push-off]").hidden = is !== "on";
}

async function subscription() {
  return (await navigator.serviceWorker.getRegistration("/"))?.pushManager.getSubscription() ?? null;
}

async function send(url, told = {}) {
  const answer = await fetch(url, { method: "POST", body: new URLSearchParams(told), headers: headers() });
  if (!answer.ok) throw new Error(answer.status);
  return answer;
}

function same(buffer, key) {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer ?? [])));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") === key;
}
