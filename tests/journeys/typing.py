"""Keys as a Russian keyboard sends them: the place of the key is the same, the sign is another."""

from playwright.sync_api import Page

PLACES = dict(
    zip(
        "QWERTYUIOPASDFGHJKLZXCVBNM",
        "йцукенгшщзфывапролдячсмить",
        strict=True,
    )
)
SIGNS = {"BracketLeft": "х", "BracketRight": "ъ", "Slash": "."}


def hit(page: Page, *codes: str) -> None:
    """Press keys by their places («KeyJ») in the layout ЙЦУКЕН."""
    keyboard = page.context.new_cdp_session(page)
    for code in codes:
        sign = SIGNS.get(code) or PLACES[code.removeprefix("Key")]
        key = {"code": code, "key": sign}
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": sign, **key})
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    keyboard.detach()
