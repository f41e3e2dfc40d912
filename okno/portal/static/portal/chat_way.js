/* The way to the desk: what the chat asks, and the nudges after which it asks. */
import { headers } from "../look/js/csrf.js";

const WAITS = [1, 2, 4, 8, 15, 30];
const base = () => document.querySelector("[data-chat]").dataset.base;

/** Send something; answers with what the desk says, or throws its words. */
export async function post(where, given) {
  const isForm = given instanceof FormData;
  const kind = isForm ? {} : { "Content-Type": "application/json" };
  const answer = await fetch(`${base()}${where}/`, {
    method: "POST",
    body: isForm ? given : JSON.stringify(given ?? {}),
    headers: headers({ Accept: "application/json", ...kind }),
  });
  if (answer.status === 204) return {};
  const told = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(told.title), { status: answer.status });
  return told;
}

/** Ask what is new after a message, and of files that are being checked; a window before the eyes says so, and what it gets is read. */
export async function since(after, isSeen, checking) {
  const answer = await fetch(`${base()}since/?after=${after}${isSeen ? "&seen" : ""}${checking.length ? `&checking=${checking}` : ""}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/** Call `heard` at each nudge, with what it tells; a lost stream is opened again, after longer and longer waits. */
export function listen(heard) {
  let losses = 0;
  let source = null;
  const connect = () => {
    source?.close();
    source = new EventSource(`${base()}live/`);
    source.onopen = () => (losses = 0);
    source.onmessage = ({ data }) => heard(JSON.parse(data));
    source.onerror = () => {
      source.close();
      setTimeout(connect, WAITS[Math.min(losses++, WAITS.length - 1)] * 1000);
    };
  };
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && connect());
  connect();
}
