"""Making the search's documents and its dictionary: always whole, from what readers see now, so that twice is once.

Whoever publishes waits for another who does: the dictionary is common to all, and its counts stay right by one lock.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from okno.desk.search.words import spoken
from okno.knowledge.access import circle_of
from okno.knowledge.guides import spoken as steps_of
from okno.knowledge.markdown import plain
from okno.knowledge.models import Article, Document, Term
from okno.knowledge.search.kin import HEAD
from okno.knowledge.search.lexis import NOTHING, Place, joined, places, stems
from okno.knowledge.search.sounds import sound
from okno.knowledge.search.spelling import lessened

TITLE, TAG, SECTION, TEXT = 3.0, 2.0, 0.5, 1.0  # how much a word counts by where it stands
SIGNS_AT_MOST = 60_000  # of one text; the rest of a longer one is read by people alone
BATCH = 100
_LOCK = 7_100_023  # of the dictionary, among PostgreSQL's advisory locks

_LEARN = """
INSERT INTO knowledge_term (term, articles, head, sound, spelled)
SELECT term, count, head, sound, string_to_array(spelled, ' ')
FROM unnest(%s::text[], %s::integer[], %s::text[], %s::text[], %s::text[])
    AS new (term, count, head, sound, spelled)
ON CONFLICT (term) DO UPDATE SET articles = knowledge_term.articles + excluded.articles
"""
_POST = """
INSERT INTO knowledge_posting (term, article_id, weight, length, circle)
SELECT posting.*, document.length, document.circle
FROM unnest(%s::text[], %s::bigint[], %s::float8[]) AS posting (term, article, weight)
JOIN knowledge_document document ON document.article_id = posting.article
"""
_FORGET = """
WITH gone AS (DELETE FROM knowledge_posting WHERE article_id = ANY(%s) RETURNING term),
     counted AS (SELECT term, count(*) AS count FROM gone GROUP BY term)
UPDATE knowledge_term SET articles = articles - count FROM counted WHERE knowledge_term.term = counted.term
"""


@dataclass(slots=True)
class _Read:
    """An article as it is read: its fields with their weights, its words in their places."""

    article: int
    circle: int
    text: str
    places: list[Place]
    fields: list[tuple[float, list[str]]]


@transaction.atomic
def index(articles: Sequence[int]) -> None:
    """Make the documents of these articles anew; what readers may not find has none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_FORGET, [list(articles)])
    Document.objects.filter(pk__in=articles).delete()
    read = [_read(article) for article in _shown(articles)]
    known = stems({word for one in read for _weight, said in one.fields for word in said})
    documents: list[Document] = []
    rows: list[tuple[str, int, float]] = []
    for one in read:
        weights: Counter[str] = Counter()
        for weight, said in one.fields:
            for word in said:
                if known[word]:
                    weights[known[word]] += weight  # type: ignore[assignment] # halves are counted, too
        row = " ".join(known.get(place.word) or NOTHING for place in one.places)
        length = sum(weights.values())
        documents.append(Document(pk=one.article, text=one.text, stems=row, length=length, circle=one.circle))
        rows += [(term, one.article, weight) for term, weight in weights.items()]
    Document.objects.bulk_create(documents)
    _write(rows)
    _learn(Counter(term for term, _article, _weight in rows))
    Term.objects.filter(articles=0).delete()


def index_all(section: int | None = None) -> Iterator[int]:
    """Make every document anew, or those of one section; yields how many are made."""
    articles = Article.objects.all() if section is None else Article.objects.filter(section=section)
    every = list(articles.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(every), BATCH):
        index(every[start : start + BATCH])
        yield min(start + BATCH, len(every))


def _shown(articles: Sequence[int]) -> list[Article]:
    shown = Article.objects.shown().filter(pk__in=articles)
    return list(shown.select_related("version", "section").order_by("pk"))


def _read(article: Article) -> _Read:
    assert article.version is not None, "what is shown has been published"
    said = article.version.text
    text = plain(steps_of(said) if article.is_guide else said)[:SIGNS_AT_MOST]
    found = places(text)
    title, section = article.version.title, _section(article)
    fields = [
        (TITLE, spoken(title) + joined(title)),
        (TAG, [word for tag in article.tags for word in spoken(tag) + joined(tag)]),
        (SECTION, spoken(section)),
        (TEXT, [place.word for place in found if place.word] + joined(text)),
    ]
    return _Read(article.pk, circle_of(article), text, found, fields)


def _section(article: Article) -> str:
    """Return what the section is called, in both languages."""
    section = article.section
    return f"{section.name} {section.name_en}".rstrip() if section else ""


def _write(rows: list[tuple[str, int, float]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            terms, articles, weights = (list(column) for column in zip(*rows, strict=True))
            cursor.execute(_POST, [terms, articles, weights])


def _learn(counts: Counter[str]) -> None:
    terms = sorted(counts)
    columns: list[list[str] | list[int]] = [
        terms,
        [counts[term] for term in terms],
        [term[:HEAD] for term in terms],
        [sound(term) for term in terms],
        [" ".join(lessened(term)) for term in terms],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_LEARN, columns)
