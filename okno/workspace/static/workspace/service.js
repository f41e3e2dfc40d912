/* The worker of the desk in a browser, served at /service.js; each thing that it does is a module of its own. */
importScripts("/static/workspace/service_push.js");
importScripts("/static/workspace/service_pages.js");

/* «I have left» and the last words of a draft go past the worker: what a page sends at its end would be lost in it. */
const LAST_WORDS = ["/tickets/*/presence/", "/tickets/*/drafts/*"];
self.addEventListener("install", (event) => event.addRoutes?.(LAST_WORDS.map((urlPattern) => ({ condition: { urlPattern }, source: "network" }))));
