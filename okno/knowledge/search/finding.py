"""The search over the articles: BM25 over families of words, then how near together they stand.

Source of the formula: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), with the weights
of the fields inside of it. What a reader may not find is never read, and what is shown comes through `access` once more.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import connection

from okno.knowledge import access
from okno.knowledge.access import Reader
from okno.knowledge.models import Article, Document
from okno.knowledge.search.asking import Family, Question, understand
from okno.knowledge.search.passages import Passage, passage

SATURATION, LENGTH = 1.2, 0.75  # k1 and b of BM25, as its authors advise
NEARNESS = 0.15
FAR = 8  # words between two that still stand together
RERANKED = 40
POSTINGS_AT_MOST = 12_000  # rows that one search reads; the commonest words wait for what is left

_SCORE = """
WITH hits AS (
    SELECT asked.place, posting.article_id, sum(posting.weight * asked.share) AS weight,
           max(posting.length) AS length, max(asked.rarity) AS rarity
    FROM unnest(%s::integer[], %s::text[], %s::float8[], %s::float8[]) AS asked (place, term, share, rarity)
    JOIN knowledge_posting posting USING (term)
    WHERE %s::bigint[] IS NULL OR posting.circle = ANY(%s::bigint[])
    GROUP BY asked.place, posting.article_id
)
SELECT article_id, sum(rarity * weight * (1 + %s) / (weight + %s * (1 - %s + %s * length / %s))) AS score
FROM hits GROUP BY article_id ORDER BY score DESC, article_id DESC LIMIT %s
"""
_TOTAL = """
SELECT count(*), greatest(avg(length), 1) FROM knowledge_document WHERE %s::bigint[] IS NULL OR circle = ANY(%s::bigint[])
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that fits, with the passage that says why."""

    article: Article
    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """What fits, best first; `instead` is what the words were taken for, where that is not what was typed."""

    hits: tuple[Hit, ...]
    instead: str = ""


def find(reader: Reader, text: str, *, at_most: int = 10, is_typing: bool = False) -> Found:
    """Return the articles that answer best, of those that the reader may find."""
    question = understand(text, is_typing=is_typing)
    scores, rarities = _scored(reader, question.families)
    documents = {one.pk: one for one in Document.objects.filter(pk__in=scores)}
    for pk, document in documents.items():
        scores[pk] += NEARNESS * _nearness(document.stems.split(" "), question, rarities)
    best = sorted(documents, key=lambda pk: (-scores[pk], -pk))[:at_most]
    articles = access.articles_for(reader).select_related("version").defer(*access.WORDS).in_bulk(best)
    weights = {
        term: rarities[place] * share
        for place, family in enumerate(question.families)
        for term, share in family.shares.items()
    }
    hits = (
        Hit(articles[pk], passage(documents[pk].text, documents[pk].stems, weights), scores[pk])
        for pk in best
        if pk in articles
    )
    return Found(tuple(hits), question.instead)


def _scored(reader: Reader, families: Sequence[Family]) -> tuple[dict[int, float], list[float]]:
    """Return the scores of the best articles, and how rare each family is."""
    if not families:
        return {}, []
    circles = access.circles_for(reader)
    with connection.cursor() as cursor:
        cursor.execute(_TOTAL, [circles, circles])
        number, length = cursor.fetchone()
        rarities = [_rarity(family, number) for family in families]
        rows = [
            (place, term, share, rarities[place])
            for place in _affordable(families)
            for term, share in families[place].shares.items()
        ]
        columns = [list(column) for column in zip(*rows, strict=True)]
        weights = [SATURATION, SATURATION, LENGTH, LENGTH, length, RERANKED]
        cursor.execute(_SCORE, [*columns, circles, circles, *weights])
        return dict(cursor.fetchall()), rarities


def _rarity(family: Family, number: int) -> float:
    """Return the inverse document frequency of a family, as if its words stood in articles by chance."""
    without = math.prod(1 - min(1.0, count / max(1, number)) for count in family.counts)
    having = number * (1 - without)
    return math.log(1 + (number - having + 0.5) / (having + 0.5))


def _affordable(families: Sequence[Family]) -> list[int]:
    """Return the places of the families that are read: the rarest always, the commoner ones while there is room."""
    chosen: list[int] = []
    room = POSTINGS_AT_MOST
    for place in sorted(range(len(families)), key=lambda place: families[place].articles):
        if chosen and families[place].articles > room:
            break
        chosen.append(place)
        room -= families[place].articles
    return chosen


def _nearness(stems: Sequence[str], question: Question, rarities: Sequence[float]) -> float:
    """Return how near neighbours of the question stand in the text, the rarer the more; common words keep no distance."""
    places: list[list[int]] = [[] for _family in question.families]
    owners: dict[str, list[int]] = {}
    for number, family in enumerate(question.families):
        for term in family.shares:
            owners.setdefault(term, []).append(number)
    for at, stem in enumerate(stem for stem in stems if stem != "-"):
        for number in owners.get(stem, ()):
            places[number].append(at)
    near = 0.0
    for left, right in pairwise(range(len(places))):
        far = min((abs(a - b) for a in places[left] for b in places[right] if a != b), default=math.inf)
        if far <= FAR:
            near += min(rarities[left], rarities[right]) / far
    return near
