"""Going through a guide: one page a step, the address keeps the way; what was answered goes into the request."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from okno.core.numbers import whole
from okno.core.refusals import NotFound
from okno.desk import access as desk
from okno.desk.actions.note import note
from okno.desk.models import Ticket
from okno.knowledge import access
from okno.knowledge.actions.tell_helped import tell_helped
from okno.knowledge.guides import Answer, End, Walk, read, walk
from okno.knowledge.markdown import html, shown
from okno.knowledge.models import Article
from okno.people.actions.meet import robot
from okno.people.models import Person
from okno.portal.visits import of_person


@dataclass(frozen=True, slots=True)
class Walked:
    """A step of a guide as a page shows it; `is_lost` where the address is of an older version, and one begins anew."""

    article: Article
    walk: Walk
    is_lost: bool

    @property
    def number(self) -> int:
        """The number of the version through which one goes."""
        return _number(self.article)

    @property
    def html(self) -> str:
        """The words of the step."""
        return shown(html(self.walk.step.text))

    @property
    def choices(self) -> list[tuple[Answer, str]]:
        """Each answer with the address to which it leads; what is solved is said by a press, not by a link."""
        return [
            (answer, self._address(answer, number)) for number, answer in enumerate(self.walk.step.answers)
        ]

    @property
    def before(self) -> str:
        """The address of the step before."""
        return self.address(self.walk.before)

    def address(self, way: str) -> str:
        """Return the address of a way through this version of the guide."""
        page = reverse("portal:help_article", args=[self.article.pk])
        return f"{page}?{urlencode({'v': str(_number(self.article)), 'way': way})}" if way else page

    def _address(self, answer: Answer, number: int) -> str:
        way = self.walk.on(number)
        if answer.end is not End.ASK:
            return self.address(way)
        known = {"guide": str(self.article.pk), "v": str(_number(self.article)), "way": way}
        return f"{reverse('portal:ask')}?{urlencode(known)}"


def walked(article: Article, said: Mapping[str, str]) -> Walked:
    """Return how far the address leads; one of another version begins anew."""
    assert article.version is not None, "only published guides are gone through"
    script, way = read(article.version.text), said.get("way", "")
    is_old = bool(way) and whole(said.get("v", "")) != _number(article)
    found = None if is_old else walk(script, way)
    start = found or walk(script, "")
    if start is None:
        raise NotFound
    return Walked(article, start, is_lost=found is None)


def carried(request: HttpRequest) -> Walked | None:
    """Return the way that a request for help brings along, from the address or from its form; None where it brings none."""
    said = request.POST if request.method == "POST" else request.GET
    pk = whole(said.get("guide", ""))
    if pk is None:
        return None
    try:
        found = walked(access.article_for(request.user, pk), said)
    except NotFound:
        return None
    return found if found.walk.passed and found.article.is_guide else None


def type_of(person: Person, come: Walked) -> int | None:
    """Return the request type by which the end of the way asks, if the person may ask by it."""
    name = come.walk.end.request_type if come.walk.end else ""
    if not name:
        return None
    return (
        desk.request_types_for(person)
        .filter(Q(name__iexact=name) | Q(name_en__iexact=name))
        .values_list("pk", flat=True)
        .first()
    )


def leave(come: Walked | None, ticket: Ticket, person: Person) -> None:
    """Put what was answered beside the new request for whoever works on it; the guide did not help."""
    if come is None:
        return
    words = _("Went through “%(guide)s” before asking:") % {"guide": come.article}
    key = f"guide:{come.article.pk}:{ticket.pk}"
    note(ticket, f"{words}\n{come.walk.as_text()}", by=robot(), key=key)
    tell_helped(come.article, is_yes=False, key=of_person(person), by=person)


def _number(article: Article) -> int:
    assert article.version is not None, "only published guides are gone through"
    return article.version.number
