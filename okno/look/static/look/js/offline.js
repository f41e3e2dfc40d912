/* Without a line to the desk the page says so, keeps what was read (the worker at /service.js does), and keeps what is written. */
const PATIENCE = 6000; // a stream that is cut comes back by itself most often
let cutSince = 0;

export function start() {
  if (!person()) return;
  addEventListener("offline", look);
  addEventListener("online", look);
  setInterval(look, 2000);
  look();
  work().catch(() => {}); // a browser without workers reads nothing offline, and that is all
}

export const person = () => document.body.dataset.person ?? "";
export const isOffline = () => !navigator.onLine || document.documentElement.dataset.line === "off";

function look() {
  const isCut = document.documentElement.dataset.stream === "off";
  cutSince = isCut ? cutSince || Date.now() : 0;
  const isOff = !navigator.onLine || (isCut && Date.now() - cutSince > PATIENCE);
  const was = document.documentElement.dataset.line;
  const line = isOff ? "off" : "on";
  if (was === line) return;
  document.documentElement.dataset.line = line;
  document.getElementById("offline").hidden = !isOff;
  if (was && !isOff) document.dispatchEvent(new CustomEvent("desk:online"));
}

/* The page that was open before the worker came is read once more, to its end, so that it is kept, too. */
async function work() {
  if (!("serviceWorker" in navigator)) return;
  const isFirst = !navigator.serviceWorker.controller;
  await navigator.serviceWorker.register("/service.js", { updateViaCache: "none" });
  if (isFirst) navigator.serviceWorker.addEventListener("controllerchange", () => fetch(location.href).then((page) => page.text()), { once: true });
}
