/* The way of a draft to the desk, and what came of it: what of a text that stands in this browser reaches the desk, and when. */
import { headers } from "./csrf.js";
import { drop, keep, kept } from "./kept.js";

const LONG = 20_000; // what may go on after its page is closed is bounded by browsers
const leaving = new Set(); // addresses of texts that are on their way as messages: no draft of them is kept meanwhile

export const holdBack = (address) => leaving.add(address);
export const letGo = (address) => leaving.delete(address);

/** Bring what is kept under this address; says where it is now and, at the desk, of which version. */
export async function bring(address) {
  const known = kept("draft", address);
  if (!known || leaving.has(address)) return null;
  try {
    // The key with which the text will be sent: a draft that comes after its own message is none.
    const more = { "Content-Type": "text/plain; charset=utf-8", "Draft-Version": known.version, "Draft-Key": known.key ?? "" };
    const answer = await fetch(address, { method: "PUT", body: known.text, headers: headers(more), keepalive: known.text.length < LONG });
    return answer.status >= 500 ? { state: "local" } : settled(address, known, answer);
  } catch {
    return { state: "local" };
  }
}

/* What is refused (one was logged out, the ticket is closed to one) stays here, and is tried again when its page opens. */
function settled(address, known, answer) {
  if (!answer.ok) {
    keep("draft", address, { ...known, isRefused: true });
    return { state: "local" };
  }
  if (kept("draft", address)?.text === known.text) drop("draft", address);
  return { state: "saved", version: answer.headers.get("Draft-Version") ?? "" };
}
