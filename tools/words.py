"""The words of every screen: gather them from the code and the templates into the catalogue, and tell what is missing.

    bin/words            bring okno/locale/ru/LC_MESSAGES/django.po up to date
    bin/words --missing  print what is not translated yet

Pure Python (Babel reads, Django's own reader turns a template into something that Babel can read), so that it needs no
gettext programs of the system.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "okno" / "locale" / "ru" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "ngettext_noop": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
RUSSIAN_FORMS = 3  # 1 обращение, 2 обращения, 5 обращений
# Lines of the head that change by themselves or say nothing.
NOISE = tuple(
    f'"{name}' for name in ("POT-", "PO-Rev", "Generated", "Report-", "Last-", "Language-Team", "Project-Id")
)
HEADER = "# The words of Okno in Russian."


def found() -> Catalog:
    """Return a catalogue of every text in the code and the templates, without translations."""
    catalogue = Catalog(locale="ru", project="Okno", charset="utf-8", fuzzy=False)
    for path in sorted([*(ROOT / "okno").rglob("*.py"), *templates()]):
        for line, words, context in texts(path):
            name = path.relative_to(ROOT).as_posix()
            catalogue.add(words, locations=[(name, line)], context=context)
    return catalogue


def templates() -> Iterator[Path]:
    """Return every file that Django's template engine reads."""
    for folder in (ROOT / "okno").rglob("templates"):
        yield from (
            path
            for path in folder.rglob("*")
            if path.suffix in {".html", ".txt"} and "gallery" not in path.name
        )


def texts(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    """Return line, text (or singular and plural) and context of every translatable text of a file."""
    source = path.read_text(encoding="utf-8")
    for line, function, parts in _of_python(source) if path.suffix == ".py" else _of_template(source, path):
        if len(parts) < _count(function) or not all(
            isinstance(part, str) and part for part in parts[: _count(function)]
        ):
            continue
        context = parts.pop(0) if "pgettext" in function else None
        yield (
            line,
            (parts[0], parts[1]) if "ngettext" in function or "npgettext" in function else parts[0],
            context,
        )


def _of_python(source: str) -> Iterator[tuple[int, str, list[Any]]]:
    """Return line, function and arguments of every call; the syntax tree sees into f-strings, which Babel does not."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            values = [getattr(argument, "value", None) for argument in node.args]
            yield node.lineno, node.func.id, values


def _of_template(source: str, path: Path) -> Iterator[tuple[int, str, list[Any]]]:
    """Return the same of a template: Django turns it into something that Babel reads as Python."""
    # Code stands between blotted-out text; without the indentation of the page it reads as Python.
    code = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
    calls: Iterable[tuple[int, Any, Any, Any]] = extract_python(
        BytesIO(code.encode()), KEYWORDS, [], {"encoding": "utf-8"}
    )
    for line, function, words, _comments in calls:
        yield line, function or "", [words] if isinstance(words, str) else list(words or ())


def _count(function: str) -> int:
    return {
        "ngettext": 2,
        "ngettext_lazy": 2,
        "ngettext_noop": 2,
        "pgettext": 2,
        "pgettext_lazy": 2,
        "npgettext": 3,
    }.get(function, 1)


def kept() -> Catalog:
    """Return the catalogue as it stands in the repository."""
    with CATALOGUE.open("rb") as stream:
        return read_po(stream, locale="ru")


def missing() -> list[Message]:
    """Return the texts that have no complete translation."""
    known = kept()
    return [
        message
        for message in found()
        if message.id
        and not _is_complete(
            known.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
        )
    ]


def _is_complete(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    words = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return all(words) and (not message.pluralizable or len(words) == RUSSIAN_FORMS)


def update() -> None:
    """Add what is new, drop what is gone, keep every translation; sorted by text, so that changes read well."""
    fresh, known = found(), kept() if CATALOGUE.exists() else Catalog(locale="ru")
    for message in fresh:
        old = (
            known.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
            if message.id
            else None
        )
        if old is not None and old.pluralizable == message.pluralizable:
            message.string = old.string
        message.locations = []  # line numbers would change the file with every edit of the code
    fresh.header_comment = HEADER
    out = BytesIO()
    write_po(out, fresh, sort_output=True, width=110, omit_header=False, ignore_obsolete=True)
    lines = [line for line in out.getvalue().decode().splitlines() if not line.startswith(NOISE)]
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Update the catalogue or print what is missing."""
    settings.configure()
    django.setup()
    if "--missing" not in arguments:
        update()
    lacking = missing()
    out = StringIO()
    for message in lacking:
        print(message.id, file=out)
    sys.stdout.write(
        out.getvalue() if "--missing" in arguments else f"{len(lacking)} texts are not translated yet\n"
    )
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
