/* Short sentences at the bottom. A toast with data-seconds goes after so long; Escape or × sends it away. */
const TICK = 250; // milliseconds

export function start() {
  const place = document.getElementById("toasts");
  if (!place) return;
  new MutationObserver(() => wind(place)).observe(place, { childList: true });
  place.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest(".toast").remove());
  place.addEventListener("desk:done", (event) => event.target.closest(".toast")?.remove());
  // What went well the second time needs no word about the first.
  document.addEventListener("desk:done", ({ target }) => target.matches("form") && place.querySelectorAll(".toast--error").forEach((one) => one.remove()));
  wind(place);
}

/** Say a sentence; an error stays longer and is read aloud at once. */
export function say(text, { error = false, seconds = error ? 12 : 6 } = {}) {
  const toast = document.getElementById("toast-model").content.firstElementChild.cloneNode(true);
  toast.querySelector("[data-text]").textContent = text;
  toast.dataset.seconds = seconds;
  if (error) {
    toast.classList.add("toast--error");
    toast.setAttribute("role", "alert");
  }
  document.getElementById("toasts").append(toast);
  raise(document.getElementById("toasts"));
  return toast;
}

function wind(place) {
  for (const toast of place.querySelectorAll(".toast[data-seconds]:not([data-wound])")) {
    toast.dataset.wound = "true";
    drop(toast);
    const number = toast.querySelector("[data-left]");
    (number ? countDown : countRead)(toast, Number(toast.dataset.seconds), number);
  }
}

/* What can be taken back goes with its deadline, which runs at the desk whether anybody looks or not. */
function countDown(toast, seconds, number) {
  const end = Date.now() + seconds * 1000;
  tick(toast, () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    number.textContent = Math.max(0, left);
    return left > 0;
  });
}

/* Words stay until they could be read: not while the page is hidden, the machine sleeps, or somebody points at them. */
function countRead(toast, seconds) {
  let left = seconds * 1000;
  tick(toast, () => {
    if (!document.hidden && !toast.matches(":hover, :focus-within")) left -= TICK;
    return left > 0;
  });
}

function tick(toast, stays) {
  const timer = setInterval(() => {
    if (toast.isConnected && stays()) return;
    clearInterval(timer);
    toast.remove();
  }, TICK);
}

/* The same sentence is said once, however many answers brought it. */
function drop(toast) {
  const text = (one) => one.querySelector("[data-text]")?.textContent;
  for (const other of toast.parentElement.children) if (other !== toast && text(other) === text(toast)) other.remove();
}

/* A modal dialog lies on top of everything; a popover that is shown after it lies on top of the dialog. */
function raise(place) {
  if (place.matches(":popover-open")) place.hidePopover();
  place.showPopover();
}
