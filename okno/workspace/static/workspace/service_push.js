/* Shows what the desk pushes (title, body, url, tag), and opens it. A later push about the same takes the place of the first. */
self.addEventListener("push", (event) => event.waitUntil(show(event.data?.json() ?? {})));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.url));
});

async function show({ title, body, url, tag }) {
  if (!title || (await windows()).some((one) => one.focused && path(one.url) === url)) return;
  await self.registration.showNotification(title, { body, tag, renotify: true, data: { url } });
}

async function open(url) {
  const there = (await windows()).find((one) => path(one.url) === url);
  return there ? there.focus() : self.clients.openWindow(url);
}

const windows = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });
const path = (url) => new URL(url).pathname;
