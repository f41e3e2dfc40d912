"""A browser that tells what a page did behind its reader's back: what ran, what was asked of others, what the policy stopped."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Dialog, Page, Request

MARK = "okno-script-ran"
# Nobody else is reached; letters share a process, for the machine's sake.
FLAGS = (
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--disable-features=IsolateSandboxedIframes",
    "--renderer-process-limit=2",
)
SETTLES_MS = 1500  # what runs late and what the console tells late
# Whatever a payload calls is told to the console; so is everything that the policy had to stop.
HOOKS = f"""
for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = (said) => console.log("{MARK} " + name + " " + said);
window.print = () => {{}};  // a page on paper opens it itself
const ours = window.fetch;  // the page fetches its own fragments; nothing else does
window.fetch = (what, how) => {{
  const host = new URL(what.url ?? what, location.href).hostname;
  if (!["localhost", location.hostname].includes(host)) console.log("{MARK} fetch " + host);
  return ours(what, how);
}};
XMLHttpRequest.prototype.open = ((real) => function (how, where, ...more) {{
  if (new URL(where, location.href).origin !== location.origin) console.log("{MARK} xhr " + where);
  return real.call(this, how, where, ...more);
}})(XMLHttpRequest.prototype.open);
window.EventSource = class extends EventTarget {{ close() {{}} }};
navigator.sendBeacon = () => console.log("{MARK} beacon");
addEventListener("securitypolicyviolation", event => {{
  console.log("{MARK} stopped by policy: " + event.effectiveDirective + " " + event.blockedURI);
}});
"""
FRAMES = """html => Promise.all(html.map(one => new Promise(done => {
  const frame = document.createElement("iframe");
  frame.onload = () => setTimeout(done, 50);
  setTimeout(done, 3000);
  frame.srcdoc = one;
  document.body.append(frame);
})))"""
OPENED = """() => Promise.all([...document.querySelectorAll("iframe.sheet")].map(frame => new Promise(done => {
  for (let at = frame; at; at = at.parentElement) { if (at.tagName === "DETAILS") at.open = true; at.hidden = false; }
  frame.addEventListener("load", () => setTimeout(done, 20));
  setTimeout(done, 15000);
  frame.loading = "eager";
  frame.src = frame.src;
}))).then(frames => frames.length)"""
# What would act once somebody presses it: addresses that are none of the web, and forms that lead elsewhere.
PRESSED = """() => {
  const ADDRESSES = ["href", "xlink:href", "src", "action", "formaction", "data", "poster", "background", "ping", "srcset"];
  const roots = [document], wrong = [];
  for (const root of roots) for (const one of root.querySelectorAll("*")) {
    if (one.shadowRoot) roots.push(one.shadowRoot);
    for (const name of ADDRESSES) {
      const value = one.getAttribute(name);
      if (value === null || !URL.canParse(value, location.href)) continue;
      const url = new URL(value, location.href);
      const leads = one.matches("a, area") && /^(https?|mailto|tel):$/.test(url.protocol);
      if (!leads && url.origin !== location.origin && !one.matches("script, link, img[src^='data:image/png'], img[src^=blob]"))
        wrong.push(`${one.tagName} ${name} ${value}`);
    }
    for (const { name } of one.attributes) if (/^on|^srcdoc$/i.test(name)) wrong.push(`${one.tagName} ${name}`);
  }
  return wrong;
}"""


@dataclass
class Seen:
    """What a browser did that it should not."""

    ran: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @property
    def ran_anyway(self) -> list[str]:
        """What ran without being stopped by the policy."""
        return [told for told in self.ran if "stopped by policy" not in told]

    @property
    def numbers(self) -> set[str]:
        """Which payloads of our own called `alert`."""
        return {found[1] for told in self.ran if (found := re.search(r"alert (\d{4})$", told))}


def watched(context: BrowserContext, *hosts: str) -> tuple[Page, Seen]:
    """Open a page whose every frame is hooked and whose every request is looked at; it has no stream of nudges.

    Requests are watched, not routed: a browser whose requests are routed keeps no style and no script.
    """
    seen = Seen()

    def note(request: Request) -> None:
        url = urlsplit(request.url)
        if url.netloc not in hosts and url.scheme in ("http", "https"):
            seen.foreign.append(request.url)

    def dismiss(dialog: Dialog) -> None:
        seen.ran.append(dialog.message)
        dialog.dismiss()

    context.on("request", note)
    context.add_init_script(HOOKS)
    page = context.new_page()
    page.on("console", lambda told: seen.ran.append(told.text) if told.text.startswith(MARK) else None)
    page.on("dialog", dismiss)
    page.set_default_timeout(60_000)
    return page, seen
