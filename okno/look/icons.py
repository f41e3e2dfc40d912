"""Icons by what they mean. The drawings are Lucide's, read from the npm package and inlined into the page."""

from functools import cache, lru_cache
from pathlib import Path
from xml.etree import ElementTree as ET

from django.conf import settings
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# Our word → Lucide's file. A word that is not here is a mistake, and an error.
ICONS = {
    "add": "plus",
    "agent": "headset",
    "alert": "triangle-alert",
    "article": "book-open",
    "assign": "user-round-plus",
    "attach": "paperclip",
    "back": "arrow-left",
    "bell": "bell",
    "blank": "file-text",
    "bold": "bold",
    "calendar": "calendar-clock",
    "camera": "camera",
    "check": "check",
    "chevron-down": "chevron-down",
    "chevron-right": "chevron-right",
    "clock": "clock",
    "contract": "handshake",
    "close": "x",
    "closed": "circle-check-big",
    "code": "braces",
    "contrast": "contrast",
    "copy": "copy",
    "critical": "chevrons-up",
    "customer": "circle-user-round",
    "delivered": "check-check",
    "door": "door-open",
    "download": "download",
    "edit": "pencil",
    "eye": "eye",
    "failed": "circle-alert",
    "feedback": "smile",
    "file": "file",
    "filter": "list-filter",
    "flag": "flag",
    "ahead": "arrow-right",
    "hand-over": "corner-up-right",
    "help": "circle-question-mark",
    "high": "chevron-up",
    "history": "history",
    "home": "house",
    "idea": "lightbulb",
    "image": "image",
    "inbox": "inbox",
    "info": "info",
    "key": "key-round",
    "keyboard": "keyboard",
    "language": "languages",
    "letter": "mail",
    "link": "link-2",
    "low": "chevron-down",
    "list": "panel-left",
    "lock": "lock",
    "logout": "log-out",
    "macro": "zap",
    "medium": "equal",
    "menu": "menu",
    "merge": "git-merge",
    "mine": "user-round",
    "monitor": "monitor",
    "moon": "moon",
    "more": "ellipsis",
    "move": "move-right",
    "new": "circle-dot",
    "next": "skip-forward",
    "no-line": "wifi-off",
    "note": "sticky-note",
    "open": "circle",
    "open-outside": "external-link",
    "organisation": "building-2",
    "participants": "users-round",
    "pause": "pause",
    "phone": "phone",
    "pick": "list-checks",
    "print": "printer",
    "quarantine": "shield-alert",
    "queued": "hourglass",
    "rail": "panel-right",
    "recorder": "route",
    "redact": "eraser",
    "remove": "trash-2",
    "reopen": "rotate-ccw",
    "reply": "reply",
    "resolved": "circle-check",
    "retry": "refresh-cw",
    "search": "search",
    "send": "send-horizontal",
    "service": "layers",
    "settings": "settings-2",
    "spinner": "loader-circle",
    "split": "split",
    "star": "star",
    "sun": "sun",
    "tag": "tag",
    "team": "users",
    "unassigned": "circle-dashed",
    "undo": "undo-2",
    "upload": "upload",
    "waiting": "circle-pause",
    "watch": "eye",
    "window": "app-window",
    "work": "timer",
    # Named by the table of facts (okno.desk.kinds) as Lucide names them.
    "message-square": "message-square",
    "sticky-note": "sticky-note",
    "undo-2": "undo-2",
    "eye-off": "eye-off",
    "corner-down-right": "corner-down-right",
    "corner-up-right": "corner-up-right",
    "mail-warning": "mail-warning",
    "mail-question": "mail-question",
    "user-check": "user-check",
    "hand": "hand",
    "forward": "forward",
    "layers": "layers",
    "shapes": "shapes",
    "pencil": "pencil",
    "user": "user",
    "text-cursor-input": "text-cursor-input",
    "hourglass": "hourglass",
    "play": "play",
    "check-check": "check-check",
    "archive": "archive",
    "rotate-ccw": "rotate-ccw",
    "unlink": "unlink",
    "at-sign": "at-sign",
    "user-plus": "user-plus",
    "user-minus": "user-minus",
    "timer": "timer",
    "timer-off": "timer-off",
    "lightbulb": "lightbulb",
    "siren": "siren",
    "approval": "stamp",
    "refusal": "ban",
}
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset({"path", "circle", "ellipse", "rect", "line", "polyline", "polygon"})


@lru_cache(maxsize=1024)
def icon(name: str, *, size: int = 16, label: str = "") -> SafeString:
    """Return an inline SVG of ``size`` CSS pixels; hidden from screen readers unless it has a ``label``.

    Raise ``KeyError`` for a name that is not in the table.
    """
    aria = flatatt({"role": "img", "aria-label": label} if label else {"aria-hidden": "true"})
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"{1}>{2}</svg>',
        size,
        aria,
        drawing(ICONS[name]),
    )


@cache
def drawing(file: str) -> SafeString:
    """Return the shapes of one Lucide file, rebuilt element by element; nothing else comes along."""
    path = Path(settings.LUCIDE_ICONS) / f"{file}.svg"
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own pinned package
    shapes = ((child.tag.removeprefix(_SVG), child.attrib) for child in root)
    return format_html_join(
        "", "<{}{}/>", ((tag, flatatt(dict(attrs))) for tag, attrs in shapes if tag in _SHAPES)
    )
