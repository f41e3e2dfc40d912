"""Who may read which article, who may write and who may publish: asked here and nowhere else.

What one may not read looks like what does not exist, in lists, in the search and by its address alike.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, Count, F, Func, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from okno.core.refusals import NotAllowed, NotFound
from okno.desk import access
from okno.desk.models import State, Ticket
from okno.knowledge.models import (
    Article,
    Audience,
    Gap,
    Given,
    Helped,
    Outline,
    Picture,
    Source,
    Version,
    Wish,
)
from okno.knowledge.models.article import ArticleQuerySet
from okno.people.models import Person, Role

NAMESAKES_AT_MOST = 3
VAIN_AT_MOST = 20  # words of readers whom an article did not help
Reader = Person | AnonymousUser
WORDS = ("version__text", "version__html")  # a list shows none of them
_CIRCLES = {Audience.EVERYONE: 0, Audience.CUSTOMERS: -1, Audience.STAFF: -2}


@dataclass(frozen=True, slots=True)
class Answers:
    """What readers said of an article."""

    yes: int
    no: int
    solved: int  # tickets in which it was given
    vain: tuple[str, ...]


def articles_for(reader: Reader) -> ArticleQuerySet:
    """Return the published articles that the reader may find."""
    shown = Article.objects.shown()
    if not isinstance(reader, Person) or not reader.is_active or reader.is_robot:
        return shown.filter(audience=Audience.EVERYONE)
    if reader.is_staff_member:
        return shown
    mine = Q(audience__in=[Audience.EVERYONE, Audience.CUSTOMERS])
    if reader.organisation_id:
        mine |= Q(audience=Audience.ORGANISATION, organisation=reader.organisation_id)
    return shown.filter(mine)


def articles_of_section(reader: Reader, section: int) -> ArticleQuerySet:
    """Return the articles of a section that the reader may find by their titles; 0 is the shelf of those without one."""
    articles = articles_for(reader).filter(section=section or None)
    return articles.select_related("version", "section").defer(*WORDS).order_by("version__title", "pk")


def articles_tagged(
    reader: Reader, tag: str, *, section: int | None = None, after: int | None = None
) -> ArticleQuerySet:
    """Return the articles with a tag that the reader may find by their titles, of one section or of all.

    `after` is the article that stood last on the page before (keyset, never an offset).
    """
    every = articles_for(reader) if section is None else articles_of_section(reader, section)
    found = every.filter(tags__contains=[tag]).select_related("version", "section").defer(*WORDS)
    last = (
        articles_for(reader).select_related("version").filter(pk=after).first() if after is not None else None
    )
    if last is not None and last.version is not None:
        title = last.version.title
        found = found.filter(Q(version__title__gt=title) | Q(version__title=title, pk__gt=last.pk))
    return found.order_by("version__title", "pk")


def tags_of_section(reader: Reader, section: int, at_most: int) -> list[str]:
    """Return the tags of the articles of a section that the reader may find, the most used first."""
    articles = articles_for(reader).filter(section=section or None).order_by()
    each = articles.annotate(tag=Func("tags", function="unnest", output_field=CharField())).values("tag")
    return list(each.annotate(n=Count("pk")).order_by("-n", "tag").values_list("tag", flat=True)[:at_most])


def first_of_sections(reader: Reader, at_most: int) -> ArticleQuerySet:
    """Return the last changed articles of each section that the reader may find, each with how many the section has."""
    placed = articles_for(reader).annotate(
        place=Window(RowNumber(), partition_by="section", order_by=["-changed_at", "-pk"]),
        together=Window(Count("pk"), partition_by="section"),
    )
    first = placed.filter(place__lte=at_most).select_related("version", "section").defer(*WORDS)
    return first.order_by("section__place", "section__name", "place")


def state_of_knowledge() -> str:
    """Return what changes with every change of an article, whoever may read it: for what is kept of many; one statement."""
    told = Article.objects.aggregate(at=Max("changed_at"), count=Count("pk"))
    return f"{told['count']}-{told['at'].timestamp() if told['at'] else 0}"


def circle_of(article: Article) -> int:
    """Return who may read the article in one number, for the search: an organisation by its id, the rest below one."""
    return article.organisation_id or _CIRCLES[Audience(article.audience)]


def circles_for(reader: Reader) -> list[int] | None:
    """Return the circles to which the reader belongs, None for those who read all; as `articles_for` has it."""
    if not isinstance(reader, Person) or not reader.is_active or reader.is_robot:
        return [_CIRCLES[Audience.EVERYONE]]
    if reader.is_staff_member:
        return None
    own = [reader.organisation_id] if reader.organisation_id else []
    return [_CIRCLES[Audience.EVERYONE], _CIRCLES[Audience.CUSTOMERS], *own]


def article_for(reader: Reader, pk: int) -> Article:
    """Return a published article; raises NotFound."""
    return _one(articles_for(reader).select_related("version", "section", "owner"), pk)


def picture_for(reader: Reader, pk: int) -> Picture:
    """Return a picture of an article that the reader may find; those who write see all of them. Raises NotFound."""
    pictures = Picture.objects.select_related("file")
    if not is_editor(reader):
        pictures = pictures.filter(article__in=articles_for(reader))
    found = pictures.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise NotFound
    return found


def is_editor(reader: Reader) -> bool:
    """Return True for those who write: everybody who works here."""
    return isinstance(reader, Person) and reader.is_active and reader.is_staff_member


def articles_of_editor(person: Reader) -> ArticleQuerySet:
    """Return all articles, whatever their state; refused to whoever does not work here."""
    access.require_staff(person)
    return Article.objects.all().select_related("version", "draft", "section", "owner", "organisation")


def articles_to_take(person: Reader) -> ArticleQuerySet:
    """Return what a file of all articles holds: what is not in the archive, by their ids."""
    return articles_of_editor(person).filter(archived_at=None).order_by("pk")


def article_of_editor(person: Reader, pk: int, *, to: str = "write") -> Article:
    """Return an article for this purpose; only leads publish and archive. Raises NotFound or NotAllowed."""
    article = _one(articles_of_editor(person), pk)
    if to == "publish" and not may_publish(person):
        raise NotAllowed
    return article


def may_publish(person: Reader) -> bool:
    """Return True for those who answer for what readers see."""
    return isinstance(person, Person) and person.is_lead


def publishers() -> QuerySet[Person]:
    """Return all who answer for what readers see."""
    return Person.objects.staff().filter(role__in=[Role.LEAD, Role.ADMINISTRATOR])


def versions_of(article: Article) -> QuerySet[Version]:
    """Return the versions of an article, the newest first."""
    return Version.objects.filter(article=article).select_related("by")


def answers_of(article: Article) -> Answers:
    """Return how many readers it helped and did not help, with the last words that led here in vain; three statements."""
    told = Helped.objects.filter(article=article)
    counts = told.aggregate(yes=Count("pk", filter=Q(is_yes=True)), no=Count("pk", filter=Q(is_yes=False)))
    vain = told.filter(is_yes=False).exclude(asked="").order_by("-at").values_list("asked", flat=True)
    solved = Given.objects.filter(article=article, ticket__state__in=[State.RESOLVED, State.CLOSED]).count()
    return Answers(counts["yes"], counts["no"], solved, tuple(dict.fromkeys(vain[:VAIN_AT_MOST])))


def stale_for(person: Reader, today: date) -> ArticleQuerySet:
    """Return what should have been looked through by now, what has waited longest first."""
    return articles_of_editor(person).stale(today).order_by("review_on", "pk")


def given_in(ticket: Ticket) -> set[int]:
    """Return which articles were given in a ticket that the asker may see."""
    return set(Given.objects.filter(ticket=ticket).values_list("article", flat=True))


def grown_from(ticket: Ticket) -> Article | None:
    """Return the article that was begun from a ticket which the asker may see, the last one; none of the archive."""
    begun = Article.objects.filter(sources__ticket=ticket, archived_at=None)
    return begun.select_related("version", "draft").order_by("-pk").first()


def namesakes_of(person: Reader, article: Article) -> list[Article]:
    """Return the articles that are called as the draft of this one, the published ones first; none where it has no draft."""
    draft = getattr(article, "draft", None)
    if draft is None:
        return []
    alike = Q(version__title__iexact=draft.title) | Q(version=None, draft__title__iexact=draft.title)
    found = articles_of_editor(person).filter(alike, archived_at=None).exclude(pk=article.pk)
    found = found.defer(*WORDS, "draft__text")
    return list(found.order_by(F("version").desc(nulls_last=True), "pk")[:NAMESAKES_AT_MOST])


def wish_of(ticket: Ticket) -> Wish | None:
    """Return the open wish of a ticket that the asker may see."""
    return Wish.objects.filter(ticket=ticket, article=None).select_related("by").first()


def wishes_for(person: Reader) -> QuerySet[Wish]:
    """Return the open wishes for articles, the newest first, of tickets that the person may see."""
    access.require_staff(person)
    assert isinstance(person, Person), "whoever works here is somebody"
    seen = Wish.objects.filter(article=None, ticket__in=access.tickets_for(person))
    return seen.select_related("ticket", "by").order_by("-at", "-pk")


def wish_for(person: Reader, pk: int) -> Wish:
    """Return one of them; raises NotFound."""
    found = wishes_for(person).filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise NotFound
    return found


def gaps_for(person: Reader, *, are_aside: bool = False) -> QuerySet[Gap]:
    """Return what the knowledge does not answer, the dearest first; a group of tickets with those that the person may see."""
    access.require_staff(person)
    assert isinstance(person, Person), "whoever works here is somebody"
    tickets = access.tickets_for(person)
    open_to = Gap.objects.filter(Q(ticket=None) | Q(ticket__in=tickets)).filter(
        draft=None, aside_at__isnull=not are_aside
    )
    return open_to.select_related("ticket", "article", "aside_by").order_by("-minutes", "-pk")


def gap_for(person: Reader, pk: int) -> Gap:
    """Return one of them, put aside or not; raises NotFound."""
    found = (
        (gaps_for(person) | gaps_for(person, are_aside=True)).filter(pk=pk).first() if pk < 2**63 else None
    )
    if found is None:
        raise NotFound
    return found


def outlines_for(person: Reader) -> QuerySet[Outline]:
    """Return the texts with which an article may begin."""
    access.require_staff(person)
    return Outline.objects.filter(is_active=True)


def tickets_of_gap(person: Person, gap: Gap) -> list[Ticket]:
    """Return the tickets of a group that the person may see, the one that stands for it first."""
    tickets = access.tickets_for(person).select_related("requester", "organisation", "owner")
    seen = tickets.in_bulk(gap.tickets.values_list("ticket", flat=True))
    return [seen[row.ticket_id] for row in gap.tickets.all() if row.ticket_id in seen]


def sources_of(person: Person, article: Article) -> list[Ticket]:
    """Return the tickets that the article was made of, as far as the person may see them."""
    made_of = Source.objects.filter(article=article).values("ticket")
    return list(access.tickets_for(person).filter(pk__in=made_of).order_by("-pk"))


def _one(articles: ArticleQuerySet, pk: int) -> Article:
    found = articles.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise NotFound
    return found
