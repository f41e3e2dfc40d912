"""The search at the server with 10 000 tickets: medians of one client, statements of a page, and making all documents anew.

With --articles and --pairs the search in articles instead: how well it finds, and how fast (bench/articles.py).
"""

import argparse
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import articles, ground, pages

TICKETS = 10_000
PROMISED = 50  # milliseconds
ASKED = (
    ("a rare word", "слово777"),
    ("a word of every third ticket", "принтеры"),
    ("three common words", "принтера сеть почту"),
    ("a phrase", '"принтер сеть"'),
    ("while typing", "терминал мони"),
    ("words and conditions", "отчёт статус:открыт от:человек кому:никто"),
    ("conditions alone", "статус:решён создан:месяц"),
    ("without a word", "-принтер"),
    ("nothing fits", "такогословавовсенет"),
)


def fill() -> None:
    """Make ten thousand tickets of two messages each, row by row rather than verb by verb: only what they say counts here."""
    from datetime import timedelta

    from okno.catalog.models import Priority
    from okno.core import clock
    from okno.desk.models import Message, Ticket
    from okno.people.actions.hire import hire
    from okno.people.actions.meet import meet
    from okno.people.actions.organise import gather
    from okno.people.models import Role

    dice, now, priority = random.Random(1), clock.now(), Priority.objects.get(is_default=True)
    teams = [gather(f"Команда {number}", line=1 + number % 3) for number in range(6)]
    agent = hire("agent1@desk.test", "Специалист 1", Role.AGENT, teams=teams[:2])
    people = [meet("mail", f"person{n}@romashka.test", name=f"Человек {n}") for n in range(500)]

    def text(count: int) -> str:
        """Return a third of usual words, and two thirds of words of which nobody else has many."""
        return " ".join(
            dice.choice(pages.WORDS) if dice.random() < 1 / 3 else f"слово{dice.randrange(20_000)}"
            for _ in range(count)
        )

    tickets = Ticket.objects.bulk_create([
        Ticket(
            number=5000 + number, subject=text(6), priority=priority, requester=dice.choice(people),
            state=dice.choice(("new", "open", "resolved", "closed", "closed")), team=dice.choice(teams),
            owner=agent if number % 3 == 0 else None, created_at=now - timedelta(hours=number),
            changed_at=now - timedelta(hours=number / 2), last_words="Добрый день!",
        )
        for number in range(TICKETS)
    ], batch_size=1000)  # fmt: skip
    Message.objects.bulk_create(
        [
            Message(ticket=ticket, kind=kind, author=ticket.requester, at=ticket.changed_at, text=text(50))
            for ticket in tickets
            for kind in ("heard", "reply")
        ],
        batch_size=2000,
    )


def main() -> None:
    """Measure and print."""
    with ground.desk():
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        from okno.desk.actions.index import index_all
        from okno.people.models import Person

        fill()
        start = time.perf_counter()
        for _made in index_all():
            pass
        taken = time.perf_counter() - start
        rows = [("all documents anew", f"{TICKETS / taken:.0f}/s", ">= 500/s")]
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("SELECT pg_total_relation_size('desk_searchdocument')")
            rows.append(("size of a document", f"{cursor.fetchone()[0] / TICKETS / 1024:.1f} KB", ""))
        agent = Person.objects.get(email="agent1@desk.test")
        client = Client(HTTP_HOST="desk.test")
        client.force_login(agent, backend="okno.login.backends.ByMailAddress")

        def ask(words: str) -> None:
            assert client.get("/search/", {"q": words}).status_code == 200, words

        for what, words in ASKED:
            ask(words)
            with CaptureQueriesContext(connection) as seen:
                ask(words)
            count = len(seen)
            shown = f"{ground.median_ms(lambda words=words: ask(words), times=40, warm=5):.1f} ms"
            rows.append((f"{what} ({count} statements)", shown, f"<= {PROMISED} ms"))
        hints = ground.median_ms(
            lambda: client.get("/search/hints/", {"q": "от:человек 4"}), times=40, warm=5
        )
        rows.append(("hints for a name", f"{hints:.1f} ms", f"<= {PROMISED} ms"))
        ground.table(f"Search in {TICKETS} tickets, median of 40, one client, whole pages", rows)


if __name__ == "__main__":
    wishes = argparse.ArgumentParser(description=__doc__)
    wishes.add_argument("--articles", type=Path)
    wishes.add_argument("--pairs", type=Path)
    wishes.add_argument("--json", action="store_true")
    wished = wishes.parse_args()
    if bool(wished.articles) != bool(wished.pairs):
        wishes.error("--articles and --pairs belong together")
    for file in filter(None, (wished.articles, wished.pairs)):
        if not file.is_file():
            wishes.error(f"there is no file {file}")
    if wished.articles:
        articles.measure(wished.articles, wished.pairs, as_json=wished.json)
    else:
        main()
