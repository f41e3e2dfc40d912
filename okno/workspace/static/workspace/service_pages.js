/* Tickets and lists that were read stay readable without a line: asked for anew each time, and shown as they were only where
   the desk does not answer. They belong to the person who read them (Desk-Reader): another person's answer, a way to the login
   or a logout throws them all away; what one may no longer see goes at once, and nothing is kept for longer than three days. */
{
  const PAGE = /^\/(tickets\/\d+|queues\/[\w-]+)\/$/;
  const BEGINNINGS = new Set(["queue", "write"]); // what may be asked for without being another page
  const NAME = "okno-pages-";
  const AT_MOST = 100;
  const OLD = 3 * 24 * 3600 * 1000;

  self.addEventListener("install", (event) => {
    self.skipWaiting();
    event.addRoutes?.({ condition: { urlPattern: "/static/*" }, source: "network" })?.catch(() => {}); // no detour for these
  });
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("fetch", (event) => {
    const { pathname, origin, searchParams } = new URL(event.request.url);
    if (origin !== location.origin) return;
    if (event.request.method === "POST" && pathname === "/logout/") event.waitUntil(forget());
    if (event.request.method !== "GET" || !PAGE.test(pathname)) return;
    const isBeginning = [...searchParams.keys()].every((name) => BEGINNINGS.has(name));
    event.respondWith(answer(event, pathname, isBeginning));
  });

  const names = async () => (await caches.keys()).filter((name) => name.startsWith(NAME));
  const forget = async (but = "") => Promise.all((await names()).filter((name) => name !== but).map((name) => caches.delete(name)));

  const answer = async (event, path, isBeginning) => {
    try {
      const fresh = await fetch(event.request);
      if (fresh.status >= 502) return (await kept(path)) ?? fresh; // a relay whose desk is away
      event.waitUntil(keep(path, fresh.clone(), isBeginning));
      return fresh;
    } catch {
      return (await kept(path)) ?? Response.error();
    }
  };

  const keep = async (path, page, isBeginning) => {
    const reader = page.headers.get("Desk-Reader");
    if (page.type === "opaqueredirect" || page.redirected) return forget();
    if (!reader) return;
    const name = NAME + reader;
    await forget(name);
    const pages = await caches.open(name);
    if (page.status !== 200 || isBeginning) await pages.delete(path);
    if (page.status !== 200 || !isBeginning) return;
    const headers = new Headers(page.headers);
    headers.set("Desk-Kept", Date.now());
    await pages.put(path, new Response(await page.blob(), { headers }));
    const all = await pages.keys(); // in the order in which they were read
    await Promise.all(all.slice(0, -AT_MOST).map((one) => pages.delete(one)));
  };

  const kept = async (path) => {
    const [name, other] = await names();
    if (!name || other) return null;
    const page = await (await caches.open(name)).match(path);
    return page && Date.now() - page.headers.get("Desk-Kept") < OLD ? page : null;
  };
}
