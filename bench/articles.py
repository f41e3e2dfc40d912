"""The quality and the speed of the search over articles: queries whose right article is known, articles without their titles.

    bin/bench search --articles FILE.jsonl --pairs FILE.jsonl [--json]

An article has `id`, `answer`, and may have `section` and `tags`; a pair has `query`, `article`, `kind`. `links` are not read:
the link texts among the pairs were made of them.
"""

import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import ground

LOOKED_AT, FIRST = 10, 5
MANY = 10_000
PROMISED = 50  # milliseconds
QUESTIONS, ASKED_FACES = 2000, 100
OFFERED, OWN, SAID = 200, 200, 5  # what may be asked for, own open requests, and messages in each


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Read the records of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def shelve(records: list[dict[str, Any]]) -> dict[int, str]:
    """Put the articles into the desk as published; returns their names by their ids."""
    from okno.core import clock
    from okno.knowledge.actions.index import index_all
    from okno.knowledge.models import Article, Section, Version
    from okno.people.actions.hire import hire
    from okno.people.models import Person, Role

    now = clock.now()
    editor = Person.objects.filter(email="editor@desk.test").first() or hire(
        "editor@desk.test", "Редактор", Role.AGENT
    )
    sections: dict[str, Section] = {}
    for record in records:
        if name := record.get("section", ""):
            sections[name] = sections.get(name) or Section.objects.get_or_create(name=name[:120])[0]
    articles = Article.objects.bulk_create(
        [
            Article(
                section=sections.get(record.get("section", "")), owner=editor, created_at=now, changed_at=now,
                tags=[tag[:50] for tag in record.get("tags", [])],
            )
            for record in records
        ],
        batch_size=1000,
    )  # fmt: skip
    versions = Version.objects.bulk_create(  # in batches: a statement has so many parameters at most
        [
            Version(article=article, number=1, title="", text=record["answer"], html="", by=editor, at=now)
            for article, record in zip(articles, records, strict=True)
        ],
        batch_size=1000,
    )
    for article, version in zip(articles, versions, strict=True):
        article.version = version
    Article.objects.bulk_update(articles, ["version"], batch_size=500)
    for _made in index_all():
        pass
    return {article.pk: str(record["id"]) for article, record in zip(articles, records, strict=True)}


def scored(pairs: list[dict[str, Any]], names: dict[int, str]) -> dict[str, Any]:
    """Ask every query; returns MRR@10 and recall@5 over all and for each kind."""
    from django.contrib.auth.models import AnonymousUser

    from okno.knowledge.search.finding import find

    ranks: dict[str, list[int]] = defaultdict(list)
    for pair in pairs:
        found = [
            names[hit.article.pk] for hit in find(AnonymousUser(), pair["query"], at_most=LOOKED_AT).hits
        ]
        right = str(pair["article"])
        ranks[pair.get("kind", "all")].append(found.index(right) + 1 if right in found else 0)
    every = [rank for kind in ranks.values() for rank in kind]
    return figures(every) | {"kinds": {kind: figures(found) for kind, found in ranks.items()}}


def figures(ranks: list[int]) -> dict[str, Any]:
    """Return the figures of these ranks; 0 is not found."""
    count = max(1, len(ranks))
    return {
        "mrr@10": round(sum(1 / rank for rank in ranks if rank) / count, 4),
        "recall@5": round(sum(0 < rank <= FIRST for rank in ranks) / count, 4),
        "queries": len(ranks),
    }


def timed(queries: list[str]) -> dict[str, Any]:
    """Ask as somebody types: the beginnings of each query; milliseconds of the clock and of this process."""
    from django.contrib.auth.models import AnonymousUser

    from okno.knowledge.search.finding import find

    taken, worked = [], []
    for query in queries:
        for end in {max(3, len(query) // 3), max(3, 2 * len(query) // 3), len(query)}:
            start, process = time.perf_counter(), time.process_time()
            find(AnonymousUser(), query[:end], at_most=6, is_typing=True)
            taken.append((time.perf_counter() - start) * 1000)
            worked.append((time.process_time() - process) * 1000)
    return {
        "median_ms": round(statistics.median(taken), 1),
        "p95_ms": round(statistics.quantiles(taken, n=20)[-1], 1),
        "median_cpu_ms": round(statistics.median(worked), 1),
    }


def open_community(records: list[dict[str, Any]]) -> None:
    """Let customers ask two thousand questions, half of them answered so that it helped."""
    import random

    from okno.community.access import lately
    from okno.community.actions.accept import accept
    from okno.community.actions.answer import answer
    from okno.community.actions.ask import ask
    from okno.community.models import CommunityPlan, Kind
    from okno.community.said import Said
    from okno.people.actions.meet import meet

    CommunityPlan.objects.update_or_create(pk=1, defaults={"is_open": True, "moderation": "after"})
    dice = random.Random(2)
    sentences = [part for record in records for part in record["answer"].split("\n") if len(part) > 20]
    people = [meet("mail", f"person{number}@romashka.test", name=f"Человек {number}") for number in range(50)]
    for number in range(QUESTIONS):
        title, *said = dice.choices(sentences, k=4)
        by = dice.choice(people)
        made = ask(Kind.QUESTION, Said(title=f"{title[:150]} {number}", text="\n\n".join(said)), by=by)
        if number % 2:
            accept(answer(made, dice.choice(sentences), by=dice.choice(people)), by=by)
    lately.forget()  # pages may remember for some seconds that there was none


def customer(records: list[dict[str, Any]]) -> Any:
    """Return somebody with many open requests, at a desk where much may be asked for: words of the articles, row by row."""
    import random
    from datetime import timedelta

    from okno.catalog.models import Priority, RequestType, Service
    from okno.core import clock
    from okno.desk.models import Message, Ticket
    from okno.people.actions.meet import meet
    from okno.people.actions.organise import gather
    from okno.people.models import Person

    if known := Person.objects.filter(email="asks@romashka.test").first():
        return known
    dice, now = random.Random(3), clock.now()
    sentences = [part for record in records for part in record["answer"].split("\n") if len(part) > 20]
    asks = meet("mail", "asks@romashka.test", name="Анна")
    service = Service.objects.create(name="Поддержка", team=gather("Первая линия", line=1))
    RequestType.objects.bulk_create(
        RequestType(
            name=f"{dice.choice(sentences)[:60]} {number}",
            description=dice.choice(sentences)[:200],
            service=service,
        )
        for number in range(OFFERED)
    )
    tickets = Ticket.objects.bulk_create(
        Ticket(
            number=70_000 + number, subject=dice.choice(sentences)[:80], requester=asks, state="open",
            priority=Priority.objects.get(is_default=True), last_words="", created_at=now,
            changed_at=now - timedelta(hours=number),
        )
        for number in range(OWN)
    )  # fmt: skip
    Message.objects.bulk_create(
        Message(
            ticket=ticket, kind="heard", author=asks, at=now, text="\n".join(dice.choices(sentences, k=4))
        )
        for ticket in tickets
        for _said in range(SAID)
    )
    return asks


def faces(queries: list[str], who: Any) -> dict[str, float]:
    """Ask as somebody types in the one field of the portal and in the widget; medians in milliseconds of the whole answer."""
    from django.test import Client

    from okno.channels.actions.set_up_widget import set_up_widget
    from okno.channels.models import Widget

    site = "https://romashka.test"
    widget = Widget.objects.filter(name="Ромашка").first() or set_up_widget(
        Widget(name="Ромашка"), origins=[site]
    )
    client, inside, taken = Client(HTTP_HOST="desk.test"), Client(HTTP_HOST="desk.test"), defaultdict(list)
    inside.force_login(who, backend="okno.login.backends.ByMailAddress")
    ways = {
        "portal": (client, "/help/search/", {"HTTP_HX_REQUEST": "true"}),
        "portal of a customer": (inside, "/help/search/", {"HTTP_HX_REQUEST": "true"}),
        "widget": (client, f"/widget/{widget.key}/search/", {"HTTP_ORIGIN": site}),
    }
    for query in queries[:ASKED_FACES]:  # one address may not ask more often
        for end in {max(3, len(query) // 2), len(query)}:
            for face, (asking, path, headers) in ways.items():
                start = time.perf_counter()
                answer = asking.get(path, {"q": query[:end]}, **headers)
                taken[face].append((time.perf_counter() - start) * 1000)
                assert answer.status_code == 200, answer.status_code
    return {face: round(statistics.median(found), 1) for face, found in taken.items()}


def many(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return ten thousand articles: these ones, and others with sentences of several of them."""
    import random

    dice = random.Random(1)
    sentences = [part for record in records for part in record["answer"].split("\n") if part.strip()]
    return [
        {"id": f"+{number}", "answer": "\n\n".join(dice.choices(sentences, k=6)) + f"\n\nслово{number}"}
        for number in range(max(0, MANY - len(records)))
    ]


def measure(articles: Path, pairs: Path, *, as_json: bool) -> None:
    """Measure and print; the last line of JSON is one object."""
    with ground.desk():
        from django.db import connection

        records, asked = list(lines(articles)), list(lines(pairs))
        names = shelve(records)
        told = scored(asked, names)
        names |= shelve(many(records))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        told["speed"] = {"articles": len(names)} | timed([pair["query"] for pair in asked[::5]])
        speed = told["speed"]
        who = customer(records)
        shut = faces([pair["query"] for pair in asked[::5]], who)
        open_community(records)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        wide = faces([pair["query"] for pair in asked[::5]], who)
        told["faces"] = {"community": wide, "no_community": shut}
        rows = [
            (f"{kind} ({row['queries']} queries)", f"{row['mrr@10']:.3f} / {row['recall@5']:.3f}", "")
            for kind, row in [*told["kinds"].items(), ("all", told)]
        ]
        rows += [
            (
                f"while typing, {speed['articles']} articles, median",
                f"{speed['median_ms']} ms",
                f"<= {PROMISED} ms",
            ),
            ("the same, 95 of 100", f"{speed['p95_ms']} ms", ""),
            ("the same, processor of the asking process", f"{speed['median_cpu_ms']} ms", ""),
        ]
        rows += [
            row
            for face in ("portal", "portal of a customer", "widget")
            for row in (
                (
                    f"the answer in the {face} while typing, no community, median",
                    f"{shut[face]} ms",
                    f"<= {PROMISED} ms",
                ),
                (
                    f"the same with {QUESTIONS} questions of customers",
                    f"{wide[face]} ms",
                    f"<= {PROMISED} ms",
                ),
            )
        ]
        ground.table("Search in articles: MRR@10 / recall@5", rows)
        if as_json:
            print(json.dumps(told, ensure_ascii=False))
