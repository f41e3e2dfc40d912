"""Finding posts by the same words as articles: word forms by stems, both layouts of the keyboard, half a word at the end.

A word that no post has is taken for the words of the dictionaries, of articles and of posts, from which it differs by a slip
or two.
"""

from collections.abc import Collection, Sequence

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Case, F, FloatField, Func, IntegerField, Q, Value, When
from django.db.models.functions import Cast

from okno.community import access
from okno.community.access import Reader
from okno.community.models import Post, Word
from okno.community.models.post import PostQuerySet
from okno.desk.search.layouts import other_layout
from okno.desk.search.words import heard, is_loud, spoken, words
from okno.knowledge.search.asking import nearly
from okno.knowledge.search.lexis import stems

SHORTEST, WORDS_AT_MOST = 2, 24
LIKELY_AT_MOST = 500  # words of the dictionary that are compared letter by letter
LONGEST = 2000  # words of a post that are looked through
_HAS = """
SELECT query = '' OR EXISTS (
    SELECT FROM community_post WHERE standing = 'shown' AND merged_into_id IS NULL AND words @@ query::tsquery
) FROM unnest(%s::text[]) WITH ORDINALITY AS asked (query, place) ORDER BY place
"""
Asked = Sequence[Collection[str]]  # for each word its stems, in both layouts of the keyboard


def vector(title: str, tags: Sequence[str], texts: Sequence[str]) -> str:
    """Return the literal of PostgreSQL's tsvector for a post: A for the title, B for tags, D for texts. One statement.

    The places of words are counted over all, as the type wants it; only letters and digits stand in a stem. PostgreSQL knows no
    capitals: of «по» only the name is in it, for the small word has no stem.
    """
    fields = [("A", spoken(title)), ("B", [one for tag in tags for one in spoken(tag)])]
    fields += [("D", spoken(text)[:LONGEST]) for text in texts]
    known = stems({word for _weight, said in fields for word in said})
    places = [(known[word].casefold(), weight) for weight, said in fields for word in said if known[word]]
    return " ".join(f"'{stem}':{min(at, 16_000)}{weight}" for at, (stem, weight) in enumerate(places, 1))


def understood(text: str) -> tuple[frozenset[str], ...]:
    """Return the stems of the words, without those that every text has in either layout; one statement."""
    tokens = [token for token in text.split()[:WORDS_AT_MOST] if len(token) >= SHORTEST]
    loud = is_loud(text)
    both = [(heard(token, is_loud=loud), words(other_layout(token))) for token in tokens]
    known = stems({word for pair in both for said in pair for word in said})

    def says_something(said: Sequence[str]) -> bool:
        return not said or any(known[word] for word in said)

    asked = (
        frozenset(known[word] for word in (*typed, *switched) if known[word])
        for token, (typed, switched) in zip(tokens, both, strict=True)
        # «NS» in capitals is a name, though the same keys write «ты»
        if says_something(typed) and (token.isupper() or says_something(switched))
    )
    return tuple(one for one in asked if one)


def find(
    reader: Reader, asked: Asked, *, at_most: int, kind: str = "", is_answered: bool = False
) -> list[Post]:
    """Return the posts that have at least half of the words, those with an accepted answer first among equals."""
    found = access.posts_for(reader)
    found = found.filter(kind=kind) if kind else found
    return list(fitting(found.filter(answers_count__gt=0) if is_answered else found, asked)[:at_most])


def fitting(posts: PostQuerySet, asked: Asked) -> PostQuerySet:
    """Return those of the posts that have at least half of the words, best first."""
    each = [query for one in _mended(asked[:WORDS_AT_MOST]) if (query := _query(one))]
    if not each:
        return posts.none()
    held = sum(
        (
            Case(When(Q(words=_raw(query)), then=Value(1)), default=Value(0), output_field=IntegerField())
            for query in each
        ),
        start=Value(0, output_field=IntegerField()),
    )
    rank = Func(F("words"), _raw(" | ".join(each)), function="ts_rank", output_field=FloatField())
    is_solved = Cast(Q(accepted__isnull=False), IntegerField())  # type: ignore[arg-type] # a condition is an expression
    return (
        posts.filter(words=_raw(" | ".join(each)))
        .annotate(held=held, rank=rank, is_solved=is_solved)
        .filter(held__gte=(len(each) + 1) // 2)
        .order_by("-held", "-is_solved", "-rank", "-votes", "-pk")
    )


def _mended(asked: Asked) -> Asked:
    """Return the words with what was meant by those that no post has; three statements at most."""
    queries = [_query(one) for one in asked]
    lonely = [one for one, is_known in zip(asked, _known(queries), strict=True) if not is_known]
    meant = nearly({stem for one in lonely for stem in one}, _spelled)
    return [
        {*one, *(other for stem in one for other in meant.get(stem, ()))} if one in lonely else one
        for one in asked
    ]


def _spelled(spellings: Sequence[str]) -> list[str]:
    """Return the words of posts that have one of these spellings."""
    found = Word.objects.filter(spelled__overlap=list(spellings))
    return list(found.values_list("term", flat=True)[:LIKELY_AT_MOST])


def _known(queries: Sequence[str]) -> list[bool]:
    """Return for each query whether some post of a list has it; a word too short to be looked for is not mended."""
    if not any(queries):
        return [True for _query in queries]
    with connection.cursor() as cursor:
        cursor.execute(_HAS, [list(queries)])
        return [is_known for (is_known,) in cursor.fetchall()]


def _query(said: Collection[str]) -> str:
    """Return what PostgreSQL looks for: what begins so; a name in capitals is that word alone («ПО» begins no «почта»)."""
    long_enough = sorted({stem for stem in said if len(stem) >= SHORTEST})
    return " | ".join(f"'{stem.casefold()}'" if stem.isupper() else f"'{stem}':*" for stem in long_enough)


def _raw(query: str) -> SearchQuery:
    return SearchQuery(Value(query), config="simple", search_type="raw")
