/* When a region that names what it shows is really fetched anew. */
const rested = new Map();
const waiting = new Map();
let sending = 0;
let held = 0; // the newest fact that waits for the answer to what one sends: mostly it brings it

export function start() {
  document.addEventListener("desk:sent", () => (sending += 1));
  document.addEventListener("desk:answered", () => {
    sending -= 1;
    const news = document.querySelector("[data-news]");
    if (held && news) soon(news, 0, held); // by then the answer is drawn
    held = 0;
  });
}

/* Lists say data-live-every: in a busy desk they are drawn anew once in so many milliseconds, not at each nudge. What is said
   in a chat (data-live-slow) changes last words and no more: a list with its row follows soon, all else by and by. */
export function soon(region, every, fact = Infinity, wait = 0) {
  const { id } = region;
  const known = waiting.get(id);
  const at = Math.max(Date.now() + wait, (rested.get(id) ?? 0) + every);
  const newest = Math.max(fact, known?.fact ?? 0);
  if (known?.at <= at) return void (known.fact = newest);
  clearTimeout(known?.timer);
  waiting.set(id, { at, fact: newest, timer: setTimeout(draw, at - Date.now(), id) });
}

function draw(id) {
  const { fact } = waiting.get(id);
  const region = document.getElementById(id);
  waiting.delete(id);
  if (region && "news" in region.dataset) {
    if (sending) return void (held = Math.max(held, fact));
    if (fact <= Number(region.dataset.fact)) return;
  }
  rested.set(id, Date.now());
  region?.dispatchEvent(new CustomEvent("refetch"));
}
