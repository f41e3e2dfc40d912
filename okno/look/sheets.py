"""The one list of style sheets and behaviours, in the order in which a page names them."""

PARTS = (
    "button",
    "field",
    "badge",
    "avatar",
    "clock",
    "row",
    "bulk",
    "nav",
    "message",
    "timeline",
    "composer",
    "rail",
    "menu",
    "dialog",
    "palette",
    "toast",
    "banner",
    "table",
    "empty",
    "tabs",
    "tag",
    "progress",
    "attachment",
    "kbd",
    "card",
    "folk",
    "stars",
    "wishes",
    "search",
)
ROOMS = ("workspace", "plain", "letters", "settings", "wizard", "gallery", "print")
BEHAVIOURS = (
    "after",
    "ago",
    "ahead",
    "attach",
    "bell",
    "busy",
    "calls",
    "composer",
    "countdown",
    "csrf",
    "dialogs",
    "draft",
    "enclosed",
    "enlarge",
    "guess",
    "layouts",
    "insert",
    "kept",
    "keys",
    "late",
    "live",
    "menus",
    "offline",
    "outbox",
    "palette",
    "palette_offers",
    "paper",
    "parts",
    "picks",
    "presence",
    "push",
    "rail",
    "recent",
    "refetch",
    "rows",
    "search",
    "sheet",
    "shortcuts",
    "talk",
    "theme",
    "toasts",
    "uploads",
    "words",
)
ENTRY = "look/js/desk.js"


def css() -> list[str]:
    """Return the paths of the style sheets; the first declares the layers, so its place matters."""
    return [
        "look/css/layers.css",
        "look/css/fonts.css",
        "look/css/tokens.css",
        "look/css/reset.css",
        "look/css/base.css",
        *(f"look/css/parts/{name}.css" for name in PARTS),
        *(f"look/css/rooms/{name}.css" for name in ROOMS),
        "look/css/utilities.css",
    ]


def js() -> list[str]:
    """Return the paths of the modules that the entry imports."""
    return ["vendor/htmx/htmx.esm.min.js", *(f"look/js/{name}.js" for name in BEHAVIOURS)]
