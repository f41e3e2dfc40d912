/* What is written and has not reached the desk, in this browser and for one person alone. */
import { person } from "./offline.js";

const name = (kind, address) => `${kind}:${person()}:${address}`;

export const keep = (kind, address, what) => localStorage.setItem(name(kind, address), JSON.stringify(what));
export const drop = (kind, address) => localStorage.removeItem(name(kind, address));

/** What is kept under this address, null where nothing is. */
export function kept(kind, address) {
  try {
    return JSON.parse(localStorage.getItem(name(kind, address)));
  } catch {
    return null;
  }
}

/** The addresses of everything of this kind that is this person's. */
export function addresses(kind) {
  const start = name(kind, "");
  return Object.keys(localStorage).filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
}
