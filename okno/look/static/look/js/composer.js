/* The place where one writes: reply or note, Ctrl+Enter sends, and nobody redraws it while it holds a text. */
export function start() {
  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-write]");
    if (!tab) return;
    event.preventDefault();
    write(tab.dataset.write);
  });
  // The field grows with the focus and lifts its tabs: a press that moved the focus would end beside the tab that it began on.
  document.addEventListener("mousedown", (event) => event.target.closest("[data-write]") && event.preventDefault());
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-writing]");
    if (!form || event.code !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-send]"));
  });
  document.addEventListener("input", (event) => keep(event.target.closest?.("[data-composer]")));
  document.addEventListener("desk:done", (event) => event.target.matches("form[data-writing]") && clear(event.target));
  document.addEventListener("desk:cleared", ({ target }) => target.matches("form[data-writing]") && another(target));
  document.addEventListener("desk:conflict", (event) => showNews(event.target));
  document.addEventListener("desk:drawn", () => {
    haveSeen();
    keepAll();
  });
  keepAll();
}

function write(mode) {
  const composer = document.querySelector("[data-composer]");
  if (!composer) return;
  composer.dataset.mode = mode;
  composer.toggleAttribute("data-js-note", mode === "note");
  keep(composer);
  for (const tab of composer.querySelectorAll("[data-write]")) {
    tab.setAttribute("aria-selected", String(tab.dataset.write === mode));
  }
  for (const form of composer.querySelectorAll("form[data-writing]")) form.hidden = form.dataset.writing !== mode;
  composer.querySelector("form:not([hidden]) textarea")?.focus();
}

function clear(form) {
  form.reset();
  for (const area of form.querySelectorAll("textarea")) area.value = "";
  form.dispatchEvent(new CustomEvent("desk:cleared", { bubbles: true }));
  form.closest("[data-composer]")?.removeAttribute("data-js-note");
  keep(form.closest("[data-composer]"));
}

/* The next text is another message, even where the composer was not drawn anew. */
function another(form) {
  form.elements.key.value = crypto.getRandomValues(new BigUint64Array(2)).join("").slice(0, 40);
  keep(form.closest("[data-composer]"));
}

/* A composer with a text or a file on its way is left alone by the morph: text, caret and undo history stay as they are.
   So is one that was turned to a note: what one is about to write for colleagues does not become a reply. */
function keep(composer) {
  if (!composer) return;
  const full = [...composer.querySelectorAll("textarea, [data-alt]")].some((field) => field.value.trim()) || composer.querySelector(".file[data-state], .deed") || composer.hasAttribute("data-js-note");
  composer.toggleAttribute("data-morph-skip", Boolean(full));
}

function keepAll() {
  document.querySelectorAll("[data-composer]").forEach(keep);
}

/* The conversation went on meanwhile: draw it, and only then count it as seen, so that the next press sends. */
function showNews(form) {
  if (!form.matches("form[data-writing]")) return;
  form.dataset.jsNews = "true";
  form.closest("[data-live]")?.dispatchEvent(new CustomEvent("refetch"));
}

/* The parts of a chat come without their composer: an empty one has seen what stands above it. */
function haveSeen() {
  for (const form of document.querySelectorAll("form[data-js-news], [data-composer]:not([data-morph-skip]) form[data-writing]")) {
    delete form.dataset.jsNews;
    if (form.elements.seen_version) form.elements.seen_version.value = document.querySelector("[data-version]").dataset.version;
  }
}
