"""Making drafts of files: what will come is told before, and what is there already stays as it is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from okno.core.refusals import Refusal
from okno.knowledge.actions.describe import About
from okno.knowledge.actions.illustrate import NotAPicture, illustrate
from okno.knowledge.actions.start import start
from okno.knowledge.models import Article, Audience
from okno.knowledge.papers.reading import Paper
from okno.people.models import Organisation, Person


@dataclass(frozen=True, slots=True)
class Coming:
    """What becomes of a file: a draft, or nothing, and why; `problems` do not hinder it."""

    paper: Paper
    why_not: str = ""
    problems: tuple[str, ...] = ()
    article: Article | None = None


def looked_at(papers: Iterable[Paper]) -> list[Coming]:
    """Return what would become of the files; nothing is written."""
    known = {title.casefold() for title in _titles()}
    coming = []
    for paper in papers:
        why_not = _why_not(paper, known)
        known.add(paper.title.casefold())
        problems = tuple(one for one in paper.problems if one != why_not)
        coming.append(Coming(paper, why_not, problems))
    return coming


def bring_in(
    papers: Iterable[Paper],
    *,
    by: Person,
    audience: str = Audience.STAFF,
    told: Callable[[int, int], object] = lambda _done, _whole: None,
) -> list[Coming]:
    """Make a draft of each file that can be one, each in a transaction of its own; `audience` holds where a file says none.

    `told` hears how many of how many are done.
    """
    come: list[Coming] = []
    for one in (looked := looked_at(papers)):
        come.append(one if one.why_not else _brought(one, by, audience))
        told(len(come), len(looked))
    return come


def _brought(one: Coming, by: Person, audience: str) -> Coming:
    try:
        with transaction.atomic():
            return Coming(one.paper, "", *_draft(one.paper, by, audience))
    except Refusal as refusal:
        return Coming(one.paper, str(refusal), one.problems)


def _draft(paper: Paper, by: Person, audience: str) -> tuple[tuple[str, ...], Article]:
    """Make the draft with its pictures; what is no picture gives its place to its words."""
    problems, text = list(paper.problems), paper.text
    for mark, (name, content) in paper.pictures.items():
        try:
            kept = illustrate(None, name, content)
        except NotAPicture as refusal:
            problems.append(f"{name}: {refusal}")
            text = text.replace(f"({mark})", "()")
            continue
        text = text.replace(f"({mark})", f"(/help/pictures/{kept.pk}/)")
    organisation = (
        Organisation.objects.filter(name=paper.organisation).first() if paper.organisation else None
    )
    said = paper.audience or audience
    if said == Audience.ORGANISATION and organisation is None:
        said = Audience.STAFF
        problems.append(
            _("There is no organisation “%(name)s” here: for colleagues.") % {"name": paper.organisation}
        )
    about = About(
        owner=by,
        audience=said,
        organisation=organisation,
        new_section=paper.section,
        language=paper.language,
        tags=paper.tags,
        review_on=_day(paper.review_on),
    )
    return tuple(problems), start(paper.title, text, about, by=by, form=paper.form)


def _why_not(paper: Paper, known: set[str]) -> str:
    if not paper.text.strip() and paper.problems:
        return paper.problems[0]
    if paper.title.casefold() in known:
        return _("There is already an article that is called so.")
    return ""


def _titles() -> Iterable[str]:
    standing = Article.objects.filter(archived_at=None).filter(
        Q(version__isnull=False) | Q(draft__isnull=False)
    )
    for shown, drafted in standing.values_list("version__title", "draft__title"):
        yield from (title for title in (shown, drafted) if title)


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
