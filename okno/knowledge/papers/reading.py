"""A file, a folder or an archive read as articles: nothing is written, what cannot be taken is told beside its name.

Bounded: so many files, so many bytes, whatever the archive says of itself; no link out of a folder is followed.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import unquote

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.core.refusals import BadInput, Refusal, TooMuch
from okno.core.text import one_line
from okno.knowledge.models.article import TEXT_AT_MOST, TITLE_AT_MOST, Audience, Form, Language
from okno.knowledge.papers import front
from okno.knowledge.papers.converting import Converted, from_docx, from_html

FILES_AT_MOST, ARTICLES_AT_MOST = 5000, 2000
TEXT_BYTES, PICTURE_BYTES, DOCX_BYTES = 2 * 2**20, 20 * 2**20, 25 * 2**20
ALL_BYTES = 500 * 2**20  # of what is read from an archive in all
READ = {".md": "md", ".markdown": "md", ".txt": "md", ".html": "html", ".htm": "html", ".docx": "docx"}
_PICTURE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^\s)>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_HEADING = re.compile(r"\A\s*#\s+(.+?)\s*#*\s*(?:\n|\Z)")
_OUTSIDE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_SECTION, _TAGS = ("section", "category", "categories"), ("tags", "keywords")


class NothingToRead(BadInput):
    message = gettext_lazy("There is nothing that could become an article: Markdown, HTML and DOCX are read.")


class NotAnArchive(BadInput):
    message = gettext_lazy("This archive cannot be read.")


class ArchiveTooLarge(TooMuch):
    message = gettext_lazy(
        "The archive unpacks to more than the desk takes at once; please make several of it."
    )


class Store(Protocol):
    """Where files lie: names with sizes, and their bytes."""

    def sizes(self) -> Mapping[str, int]:
        """Return the size of each file by its path with slashes."""

    def read(self, name: str) -> bytes:
        """Return the bytes of a file."""


@dataclass(slots=True)
class Paper:
    """What a file will become: an article with its pictures by the mark that stands for each in the text."""

    path: str
    title: str
    text: str
    section: str = ""
    tags: list[str] = field(default_factory=list)
    language: str = Language.RUSSIAN
    audience: str = ""
    form: str = Form.TEXT
    organisation: str = ""
    review_on: str = ""
    pictures: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


class OneFile:
    """A single file that somebody handed over."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self.content = name, content

    def sizes(self) -> Mapping[str, int]:
        """Return the one size."""
        return {self.name: len(self.content)}

    def read(self, name: str) -> bytes:  # noqa: ARG002 - there is one
        """Return its bytes."""
        return self.content


class Folder:
    """A folder of this machine; links are not followed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def sizes(self) -> Mapping[str, int]:
        """Return the sizes of the files in it, hidden ones left out."""
        found: dict[str, int] = {}
        for path in sorted(self.path.rglob("*")):
            name = path.relative_to(self.path)
            hidden = any(part.startswith(".") for part in name.parts)
            if not hidden and not path.is_symlink() and path.is_file():
                found[name.as_posix()] = path.stat().st_size
                if len(found) > FILES_AT_MOST:
                    raise ArchiveTooLarge
        return found

    def read(self, name: str) -> bytes:
        """Return the bytes of one of them."""
        return (self.path / name).read_bytes()


class Archive:
    """A zip, read where it lies; a member gives no more bytes than it says, and all of them no more than is bearable."""

    def __init__(self, content: zipfile.ZipFile) -> None:
        members = [one for one in content.infolist() if not one.is_dir()]
        if len(members) > FILES_AT_MOST or sum(one.file_size for one in members) > ALL_BYTES:
            raise ArchiveTooLarge
        self.zip = content
        self.members = {self._name(one): one for one in members if not self._is_hidden(one)}

    def sizes(self) -> Mapping[str, int]:
        """Return the sizes of its members."""
        return {name: one.file_size for name, one in self.members.items()}

    def read(self, name: str) -> bytes:
        """Return the bytes of one; raises NotAnArchive where they are locked or broken."""
        try:
            return self.zip.read(self.members[name])
        except (zipfile.BadZipFile, RuntimeError, OSError, EOFError) as error:
            raise NotAnArchive from error

    @staticmethod
    def _name(member: zipfile.ZipInfo) -> str:
        return posixpath.normpath("/" + member.filename.replace("\\", "/")).lstrip("/")

    @staticmethod
    def _is_hidden(member: zipfile.ZipInfo) -> bool:
        parts = PurePosixPath(member.filename).parts
        return any(part.startswith((".", "__MACOSX")) for part in parts if part not in {".", ".."})


def opened(name: str, content: bytes) -> Store:
    """Return a file that was handed over as a store; an archive is known by its beginning, a document by its name."""
    if content.startswith(b"PK") and not name.lower().endswith(".docx"):
        import io

        try:
            return Archive(zipfile.ZipFile(io.BytesIO(content)))
        except (zipfile.BadZipFile, ValueError, RuntimeError) as error:
            raise NotAnArchive from error
    return OneFile(name, content)


def papers(store: Store, *, at_most: int = ARTICLES_AT_MOST) -> Iterator[Paper]:
    """Yield what the files will become, in the order of their paths; raises NothingToRead where there is none."""
    sizes = store.sizes()
    names = [name for name in sorted(sizes) if PurePosixPath(name).suffix.lower() in READ]
    if not names:
        raise NothingToRead
    if len(names) > at_most:
        raise ArchiveTooLarge
    root = _root(names)
    for name in names:
        yield _paper(store, sizes, name, root)


def _paper(store: Store, sizes: Mapping[str, int], name: str, root: str) -> Paper:
    path = PurePosixPath(name)
    kind = READ[path.suffix.lower()]
    if sizes[name] > (DOCX_BYTES if kind == "docx" else TEXT_BYTES):
        return Paper(name, path.stem, "", problems=[_("The file is too large.")])
    try:
        made, known = _converted(kind, store.read(name))
    except Refusal as refusal:
        return Paper(name, path.stem, "", problems=[str(refusal)])
    title, text = _titled(made, known, path)
    folders = [part for part in path.parts[:-1] if part != root]
    paper = Paper(
        path=name,
        title=one_line(title, TITLE_AT_MOST),
        text=text,
        section=one_line(_first(known, *_SECTION) or " / ".join(folders[:1]), 120),
        tags=[one_line(tag, 50) for tag in _every(known, *_TAGS)],
        language=_one_of(Language.values, _first(known, "language", "lang")[:2], Language.RUSSIAN),
        audience=_one_of(Audience.values, _first(known, "audience"), ""),
        form=_one_of(Form.values, _first(known, "form"), Form.TEXT),
        organisation=_first(known, "organisation", "organization"),
        review_on=_first(known, "review_on", "review"),
    )
    _take_pictures(paper, made, store, sizes)
    if not paper.text.strip():
        paper.problems.append(_("There is no text in it."))
    if len(paper.text) > TEXT_AT_MOST:
        paper.problems.append(_("This is too long for one article; please make two of it."))
    return paper


def _converted(kind: str, content: bytes) -> tuple[Converted, front.Known]:
    if kind == "docx":
        return from_docx(content), {}
    text = _text(content)
    if kind == "html":
        return from_html(text), {}
    known, rest = front.parted(text)
    return Converted(rest), known


def _text(content: bytes) -> str:
    """Return the text in whatever encoding it was written, UTF-8 first."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = str(from_bytes(content, cp_isolation=["cp1251", "koi8_r", "utf_16"]).best() or "")
    return text.replace("\r\n", "\n").replace("\x00", "")


def _titled(made: Converted, known: front.Known, path: PurePosixPath) -> tuple[str, str]:
    """Return the title and the text without it: said in front, the first heading, the page's own, the name of the file."""
    heading = _HEADING.match(made.text)
    said = _first(known, "title")
    if heading and "form" not in known and (not said or said == heading[1]):
        return heading[1], made.text[heading.end() :].lstrip("\n")
    return said or made.title or path.stem.replace("_", " ").replace("-", " "), made.text


def _take_pictures(paper: Paper, made: Converted, store: Store, sizes: Mapping[str, int]) -> None:
    """Put a mark where a picture stands that comes along; one that does not is told and becomes a link or its words."""
    folder = PurePosixPath(paper.path).parent
    missing = 0

    def mark(found: re.Match[str]) -> str:
        nonlocal missing
        alt, address = found[1], found[2]
        inside = posixpath.normpath(str(folder / unquote(address.partition("?")[0])))
        if address in made.pictures:
            name, content = f"{address}.png", made.pictures[address]
        elif not _OUTSIDE.match(address) and sizes.get(inside, PICTURE_BYTES + 1) <= PICTURE_BYTES:
            name, content = PurePosixPath(inside).name, store.read(inside)
        else:
            missing += 1
            return f"[{alt or address}]({address})" if address.startswith(("http:", "https:")) else alt
        known = f"picture:{len(paper.pictures) + 1}"
        paper.pictures[known] = (name, content)
        return f"![{alt}]({known})"

    paper.text = _PICTURE.sub(mark, paper.text)
    if missing:
        paper.problems.append(_("Pictures that do not come along: %(count)d.") % {"count": missing})


def _root(names: list[str]) -> str:
    """Return the folder in which everything lies, which tells nothing; "" where there is none."""
    first = {PurePosixPath(name).parts[0] for name in names}
    deep = all(len(PurePosixPath(name).parts) > 2 for name in names)  # noqa: PLR2004 - folder, section, file
    return first.pop() if len(first) == 1 and deep else ""


def _first(known: front.Known, *names: str) -> str:
    for name in names:
        value = known.get(name, "")
        if value:
            return value if isinstance(value, str) else value[0]
    return ""


def _every(known: front.Known, *names: str) -> list[str]:
    for name in names:
        if value := known.get(name):
            return [
                one.strip() for one in (value.split(",") if isinstance(value, str) else value) if one.strip()
            ]
    return []


def _one_of(values: list[str], said: str, otherwise: str) -> str:
    return said.lower() if said.lower() in values else otherwise
