/* The window of the chat: what is said stands there at once and is sent until the desk has it; what is new comes by nudges,
   and by asking every now and then where no nudge comes. A mark of its own makes a message that is sent twice one message. */
import * as solved from "./chat_solved.js";
import { listen, post, since } from "./chat_way.js";

const EVERY = 20_000; // the window says so often that it is there
const TYPING = 4000;
const box = document.querySelector("[data-chat]");
const words = box.dataset;
const list = box.querySelector("[data-said]");
const form = box.querySelector("[data-form]");
const field = form.querySelector("[data-words]");
let upto = Number(words.upto);
let begun = "begun" in words;
let typed = 0;
let read = 0;
let asking = null;
let again = false;
let sending = Promise.resolve();

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (field.value.trim()) say(field.value.trim(), []);
});
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
field.addEventListener("input", () => {
  sessionStorage.setItem("chat", field.value);
  if (!begun || Date.now() - typed < TYPING) return;
  typed = Date.now();
  post("typing").catch(() => {});
});
form.querySelector("[data-files]").addEventListener("change", ({ target }) => {
  bring(target.files);
  target.value = "";
});
document.addEventListener("paste", (event) => {
  const { files, types } = event.clipboardData ?? {};
  if (!files?.length || types.includes("text/plain")) return;
  event.preventDefault();
  bring(files);
});
box.addEventListener("dragover", (event) => event.preventDefault());
box.addEventListener("drop", (event) => {
  event.preventDefault();
  bring(event.dataTransfer.files);
});
for (const name of ["visibilitychange", "focus"]) addEventListener(name, look);

field.value = sessionStorage.getItem("chat") ?? "";
for (const one of form.querySelectorAll("[data-who] .input")) {
  one.value = sessionStorage.getItem(`chat-${one.name}`) ?? "";
  one.addEventListener("input", () => sessionStorage.setItem(`chat-${one.name}`, one.value));
}
for (const time of list.querySelectorAll("time")) clock(time);
solved.begin(box, () => upto, show, (fault) => (box.querySelector("[data-typing]").textContent = fault.message));
if (begun) follow();
down();

function bring(files) {
  if (files.length && form.reportValidity()) say(field.value.trim(), [...files]);
}

function say(text, files) {
  const key = crypto.randomUUID();
  const one = draw({ who: "you", text, at: new Date().toISOString(), files: [] });
  for (const file of files) one.querySelector(".chat__text").append(`${text ? "\n" : ""}📎 ${file.name}`);
  field.value = "";
  sessionStorage.removeItem("chat");
  const send = () => {
    mark(one, "sending", words.sending);
    sending = sending.then(() => deliver(one, text, files, key, send));
  };
  send();
}

async function deliver(one, text, files, key, send) {
  try {
    const told = begun ? await post(files.length ? "file" : "say", body({ words: text, key, after: upto }, files)) : await start(text, files, key);
    one.remove();
    upto = begun ? upto : 0;
    if (!begun) {
      begun = true;
      follow();
    }
    show(told, true);
  } catch (fault) {
    mark(one, "unsent", fault.status ? fault.message : "");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--link";
    button.textContent = words.unsent;
    button.onclick = send;
    one.querySelector("[data-mark]").append(" ", button);
  }
}

async function start(text, files, key) {
  const who = Object.fromEntries(new FormData(form));
  const agreed = Object.fromEntries(Object.entries(who).filter(([name]) => name.startsWith("consent_")));
  const given = { ...agreed, words: text, key, name: who.name ?? "", email: who.email ?? "", website: who.website ?? "", page: document.referrer };
  const told = await post("start", body(given, files));
  for (const name of ["name", "email"]) sessionStorage.removeItem(`chat-${name}`);
  for (const one of box.querySelectorAll("[data-who], [data-agreed]")) one.remove();
  list.querySelector(":scope > :not([data-id])")?.remove();
  return told;
}

function body(given, files) {
  if (!files.length) return given;
  const form = new FormData();
  for (const [name, value] of Object.entries(given)) form.append(name, value);
  for (const file of files) form.append("file", file, file.name);
  return form;
}

function follow() {
  listen(hear);
  setInterval(ask, EVERY);
  ask();
}

/* What one has said oneself comes back with the answer to it: that nudge is no news. */
async function hear({ said }) {
  if (said) await sending;
  if (!said || said > upto) ask();
}

/* One question at a time; what comes meanwhile asks once more. */
async function ask() {
  if (asking) {
    again = true;
    return asking;
  }
  const isSeen = !document.hidden;
  const checking = [...list.querySelectorAll("[data-checking]")].map((file) => file.dataset.checking);
  asking = since(upto, isSeen, checking).then((told) => show(told, isSeen)).catch(() => {});
  await asking;
  asking = null;
  if (!again) return;
  again = false;
  await ask();
}

function show(told, isSeen) {
  if (isSeen) read = Math.max(read, told.upto);
  const wasDown = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  for (const message of told.messages) if (!list.querySelector(`[data-id="${message.id}"]`)) draw(message);
  for (const file of told.checked ?? []) list.querySelector(`[data-checking="${file.id}"]`)?.replaceWith(fileOf(file));
  upto = Math.max(upto, told.upto);
  for (const one of list.querySelectorAll(".chat__one--you[data-id]")) mark(one, "sent", Number(one.dataset.id) <= told.read ? `✓✓ ${words.read}` : `✓ ${words.sent}`);
  box.querySelector("[data-typing]").textContent = told.typing ? words.writes.replace("{who}", told.typing) : "";
  const state = box.querySelector("[data-state]");
  if (state.textContent !== told.words) state.textContent = told.words;
  state.classList.toggle("chat__state--open", told.state.is_open);
  box.querySelector("[data-more]").hidden = false;
  box.querySelector("[data-over]").hidden = !told.is_over || told.solved;
  solved.ask(box, told);
  goOn(told.mail);
  box.querySelector("[data-goes-on]").hidden = told.is_over;
  if (wasDown) down();
  look();
}

/* The address that was given before the first word is asked for no second time. */
function goOn(mail) {
  const way = box.querySelector("[data-mail]");
  if (!way || !mail || mail === way.dataset.known) return;
  way.dataset.known = mail;
  way.querySelector("span").textContent = way.dataset.mail.replace("{address}", mail);
  way.querySelector("input[name=email]").value = mail;
}

function draw({ id, who, name = "", text, html, at, files }) {
  const one = box.querySelector("[data-model]").content.firstElementChild.cloneNode(true);
  one.className = `chat__one chat__one--${who}`;
  if (id) one.dataset.id = id;
  one.querySelector(".chat__name").textContent = name;
  if (html) one.querySelector(".chat__text").append(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  else one.querySelector(".chat__text").textContent = text;
  one.querySelector("time").dateTime = at;
  clock(one.querySelector("time"));
  one.querySelector(".files").replaceChildren(...files.map(fileOf));
  const place = id ? list.querySelector(":scope > [data-state=sending], :scope > [data-state=unsent]") : null;
  list.insertBefore(one, place);
  down();
  return one;
}

/* By the clock of who reads: the page was drawn by that of the desk. */
function clock(time) {
  time.textContent = new Date(time.dateTime).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
}

function fileOf({ id, name, url, is_picture: isPicture, trouble, trouble_words: words }) {
  const link = box.querySelector("[data-file-model]").content.firstElementChild.cloneNode(true);
  if (url) link.href = isPicture ? `${url}?inline` : url;
  link.querySelector(".file__name").textContent = name;
  if (trouble) {
    const badge = link.querySelector(".file__trouble");
    badge.classList.add(`file__trouble--${trouble}`);
    badge.textContent = words;
    badge.hidden = false;
    if (trouble === "checking") link.dataset.checking = id;
  }
  if (!isPicture) return link;
  link.className = "shot";
  link.replaceChildren(Object.assign(new Image(), { className: "picture", src: `${url}?inline`, alt: name, onload: down }));
  return link;
}

function mark(one, state, text) {
  one.dataset.state = state;
  one.querySelector("[data-mark]").textContent = text;
}

/* What stands before the eyes is read; where it came with the answer to a question, the desk knows. */
function look() {
  const last = Number([...list.querySelectorAll(".chat__one--we[data-id]")].at(-1)?.dataset.id ?? 0);
  if (!begun || document.hidden || last <= read) return;
  read = last;
  post("read", { upto: last }).catch(() => (read = 0));
}

function down() {
  list.scrollTop = list.scrollHeight;
}
