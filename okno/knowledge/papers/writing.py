"""All articles as one archive: a Markdown file each, in the folder of its section, with its pictures beside.

Brought in again by `reading`, it is the same.
"""

import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import IO

from okno.core import files
from okno.core.refusals import NotFound
from okno.core.scanning import Reader, VirusFound
from okno.knowledge.models import Article, Picture
from okno.knowledge.papers import front

_OURS = re.compile(r"/help/pictures/(\d{1,18})/")
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


def write(articles: Iterable[Article], target: IO[bytes]) -> int:
    """Write these articles, each as it is shown or, before its first publication, as it is drafted; returns how many."""
    written = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for article in articles:
            stands = article.version or getattr(article, "draft", None)
            if stands is None:
                continue
            folder = files.safe_name(article.section.name, "section")[:80] if article.section else ""
            names = _pictures(article, archive)
            up = "../" if folder else ""
            text = _OURS.sub(lambda found, up=up, names=names: _place(found, up, names), stands.text)
            name = f"{files.safe_name(stands.title, 'article')[:80]} {article.pk}.md"
            archive.writestr(
                f"{folder}/{name}" if folder else name, front.joined(_known(article, stands.title), text)
            )
            written += 1
    return written


def _pictures(article: Article, archive: zipfile.ZipFile) -> Mapping[int, str]:
    """Put the pictures of an article into the archive; one whose file is lost, or has a virus, is left out."""
    names = {}
    for picture in Picture.objects.filter(article=article).select_related("file").order_by("pk"):
        ending = _ENDINGS.get(picture.file.kind, "bin")
        stem = picture.name.rpartition(".")[0].replace(" ", "_") or "picture"
        stem = re.sub(r"[^\w-]", "", stem)[:60]
        try:
            content = files.read(picture.file, Reader.AUTHOR)
        except (NotFound, VirusFound):
            continue
        names[picture.pk] = f"pictures/{picture.pk}-{stem}.{ending}"
        archive.writestr(names[picture.pk], content)
    return names


def _place(found: re.Match[str], up: str, names: Mapping[int, str]) -> str:
    name = names.get(int(found[1]))
    return up + name if name else found[0]


def _known(article: Article, title: str) -> dict[str, str | list[str]]:
    return {
        "title": title,
        "form": article.form if article.is_guide else "",
        "section": article.section.name if article.section else "",
        "tags": list(article.tags),
        "language": article.language,
        "audience": article.audience,
        "organisation": article.organisation.name if article.organisation else "",
        "review_on": article.review_on.isoformat() if article.review_on else "",
    }
