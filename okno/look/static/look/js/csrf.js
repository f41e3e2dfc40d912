/* The token that proves that a request comes from our own page. */
export function token() {
  return document.querySelector("meta[name=csrf-token]")?.content ?? "";
}

/** Headers for a request made by fetch. */
export function headers(more = {}) {
  return { "X-CSRFToken": token(), "X-Requested-With": "fetch", ...more };
}
