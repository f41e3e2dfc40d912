/* Says that one is here and whether one writes: at once when it changes, else every ten seconds while one looks.
   Whoever went without a word is looked after while somebody is shown. */
import { headers, token } from "./csrf.js";

const EVERY = 10_000;
const LOOK = 5000;
const WRITING = 10_000; // after the last key
let said = {};
let typed = 0;

export function start() {
  document.addEventListener("input", (event) => {
    if (!event.target.closest?.("form[data-writing]")) return;
    typed = Date.now();
    if (said.writes !== writes()) say();
  });
  document.addEventListener("desk:drawn", () => said.address !== address() && say());
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : say()));
  addEventListener("pagehide", leave);
  setInterval(say, EVERY);
  setInterval(() => document.hidden || document.querySelector("[data-presence]:has(.present)")?.dispatchEvent(new CustomEvent("refetch")), LOOK);
  setInterval(() => said.writes && !writes() && say(), 2000);
  say();
}

const address = () => document.querySelector("[data-presence]")?.dataset.presence ?? "";

function writes() {
  const form = document.querySelector("form[data-writing]:not([hidden])");
  return form?.querySelector("textarea").value.trim() && Date.now() - typed < WRITING ? form.dataset.writing : "";
}

function say() {
  const now = { address: address(), writes: writes() };
  if (said.address && said.address !== now.address) leave();
  if (!now.address || document.hidden) return;
  said = now;
  fetch(now.address, { method: "POST", body: new URLSearchParams({ writes: now.writes }), headers: headers() }).catch(() => {});
}

function leave() {
  if (said.address) navigator.sendBeacon(said.address, new URLSearchParams({ leaves: "1", csrfmiddlewaretoken: token() }));
  said = {};
}
