/* The entry. The only module that knows htmx; to the others it speaks in events of ours: desk:drawn (the page has new parts),
   desk:asked (this element waits for what was asked for), desk:filled (this element was drawn), desk:over (what it asked for
   has come, or will not come), desk:done (this form was accepted), desk:sent and desk:answered (the form in detail is on its
   way; has its answer, accepted or not), desk:conflict (it was refused: something has changed). It hears desk:brought (new). */
import htmx from "../../vendor/htmx/htmx.esm.min.js";
import * as ahead from "./ahead.js";
import * as busy from "./busy.js";
import { token } from "./csrf.js";
import * as late from "./late.js";
import * as offline from "./offline.js";
import { parts } from "./parts.js";
import * as toasts from "./toasts.js";

for (const part of parts) part.start();

const on = (name, act) => document.addEventListener(name, (event) => act(event.detail, event));
const fire = (target, name) => target.dispatchEvent(new CustomEvent(name, { bubbles: true }));
const words = document.body.dataset;
const accepted = (ctx) => ctx.response?.status < 400 && ctx.request.method !== "GET";

function tellOfForm(name, ctx) {
  if (ctx.request.method === "GET" || !ctx.sourceElement.matches("form")) return;
  // Told to the document, for the page may have gone on and the form be gone.
  document.dispatchEvent(new CustomEvent(name, { detail: { form: ctx.sourceElement, isAccepted: accepted(ctx) } }));
}

on("htmx:config:request", ({ ctx }) => {
  late.asks(ctx);
  // A region that refetches itself takes no sentence that was meant for the page which is just being opened.
  if (ctx.sourceEvent?.type === "refetch") ctx.request.headers["Desk-Refetch"] = "yes";
  if (ctx.request.method !== "GET") ctx.request.headers["X-CSRFToken"] = token();
});
on("htmx:before:request", ({ ctx }) => {
  busy.more();
  if (ctx.target) fire(ctx.target, "desk:asked");
  tellOfForm("desk:sent", ctx);
  const kept = ctx.request.method === "GET" && ctx.select === "#main" && ahead.taken(ctx.request.action);
  if (kept) Object.assign(ctx, { fetch: () => kept.answer, isStale: !kept.isFresh });
});
on("htmx:finally:request", ({ ctx }) => {
  busy.less();
  fire(ctx.sourceElement, "desk:over");
  tellOfForm("desk:answered", ctx);
});

// A page without the wanted region (a login, another room) is opened as such; a region that asks by itself leads nobody away.
on("htmx:after:request", ({ ctx }, event) => {
  const { raw, status } = ctx.response;
  if (status >= 400 || status === 204 || ctx.hx.redirect || ctx.hx.reswap || !ctx.select?.startsWith("#")) return;
  if (ctx.text.includes(`id="${ctx.select.slice(1)}"`)) return;
  event.preventDefault();
  if (ctx.sourceEvent?.type === "refetch") return void (raw.redirected && location.reload());
  location.assign(raw.redirected || ctx.request.method === "GET" ? raw.url : location.href);
});

on("htmx:before:swap", ({ ctx, tasks }, event) => {
  late.dropKnown(tasks);
  if (ctx.select !== "#main") ctx.title = null; // a list that is drawn anew beside a ticket does not name the page
  if (accepted(ctx)) fire(ctx.sourceElement, "desk:done");
  if (late.isLate(ctx)) event.preventDefault();
});
on("htmx:after:swap", ({ ctx }) => {
  if (ctx.target?.isConnected) fire(ctx.target, "desk:filled");
  fire(document, "desk:drawn");
  if (ctx.isStale) document.getElementById("main").dispatchEvent(new CustomEvent("refetch"));
});
on("desk:brought", (_detail, { target }) => htmx.process(target));

// A deed leads on to another ticket or list: the page stays, its main part becomes that one.
on("desk:lead", async ({ to }) => {
  await htmx.ajax("GET", to, { target: "#main", select: "#main", swap: "outerMorph", push: "true" });
  document.getElementById("main").focus({ preventScroll: true });
});

// An answer that leads to the same address is no step in the history.
on("htmx:before:history:update", ({ history: step }, event) => {
  if (step.path === location.pathname + location.search) event.preventDefault();
});

// Errors are sentences at the bottom; they never replace a part of the page.
on("htmx:response:error", ({ ctx }) => {
  const page = new DOMParser().parseFromString(ctx.text, "text/html");
  if (ctx.response.status === 409) fire(ctx.sourceElement, "desk:conflict");
  toasts.say(page.querySelector("[data-error]")?.textContent.trim() || words.wrong, { error: true });
});
on("htmx:error", ({ ctx, error }) => {
  if (!ctx?.status?.startsWith("error")) throw error;
  const isAskedFor = ctx.request.method !== "GET" || ctx.sourceEvent?.type === "click";
  if (isAskedFor || !offline.isOffline()) toasts.say(words.offline, { error: true });
});
