/* A page that was opened for printing prints itself as soon as what is fetched after it stands there, too. */
const PATIENCE_MS = 3000;

export function start() {
  if (!document.querySelector("[data-paper]")) return;
  const whole = new Promise((done) => {
    document.addEventListener("desk:filled", ({ target }) => target.id.startsWith("around-") && done());
    if (!document.querySelector("[id^=around-]")) done();
    setTimeout(done, PATIENCE_MS);
  });
  Promise.all([whole, document.fonts.ready]).then(() => print());
}
