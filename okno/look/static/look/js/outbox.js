/* A note that is written without a line waits in this browser and goes when the line is back, once, whatever the page. An answer
   waits as a draft: the conversation may have gone on meanwhile, and its author should look before it leaves. */
import { headers } from "./csrf.js";
import { addresses, drop, keep, kept } from "./kept.js";
import { isOffline } from "./offline.js";
import { say } from "./toasts.js";

const place = () => document.getElementById("offline")?.dataset ?? {};

export function start() {
  document.addEventListener("submit", hold, true);
  document.addEventListener("desk:online", send);
  document.addEventListener("desk:drawn", draw);
  draw();
  if (!isOffline()) send();
}

function hold(event) {
  const form = event.target;
  if (!form.matches?.("form[data-writing]") || !isOffline() || form.querySelector("[data-state]")) return; // a file on its way says its own word
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.writing !== "note") return say(place().answer, { error: true });
  const { text, key } = form.elements;
  if (!text.value.trim()) return;
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  body.delete("csrfmiddlewaretoken"); // the page that sends it has one of its own
  keep("note", `${form.getAttribute("action")}#${key.value}`, { text: text.value, body: body.toString() });
  text.value = "";
  form.dispatchEvent(new CustomEvent("desk:cleared", { bubbles: true }));
  document.dispatchEvent(new CustomEvent("desk:drawn"));
}

async function send() {
  for (const name of addresses("note")) {
    const { text, body } = kept("note", name) ?? {};
    const [address] = name.split("#");
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams(body), headers: headers({ Accept: "application/json" }), redirect: "manual" }).catch(() => null);
    if (!answer || answer.status >= 500) return;
    if (answer.status >= 400) await giveBack(address, text, answer);
    drop("note", name);
    document.querySelector("main[data-live]")?.dispatchEvent(new CustomEvent("refetch"));
  }
  draw();
}

/* What the desk refuses becomes the draft of its ticket again, and the reason is said. */
async function giveBack(address, text, answer) {
  const { title } = await answer.json().catch(() => ({}));
  const draft = address.replace(/notes\/$/, "drafts/note/");
  keep("draft", draft, { text: [kept("draft", draft)?.text, text].filter(Boolean).join("\n\n"), version: "" });
  say(`${place().refused} ${title ?? ""}`, { error: true });
}

/* Waiting notes stand at the end of their conversation. */
function draw() {
  const talk = document.querySelector(".talk__messages");
  const form = document.querySelector("form[data-writing=note]");
  if (!talk || !form) return;
  talk.querySelectorAll("[data-waiting]").forEach((one) => one.remove());
  for (const name of addresses("note").filter((one) => one.startsWith(`${form.getAttribute("action")}#`))) {
    const note = document.querySelector("template[data-waiting-note]").content.firstElementChild.cloneNode(true);
    note.querySelector(".message__text").textContent = kept("note", name).text;
    talk.append(note);
  }
}
