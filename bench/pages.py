"""Pages of the workspace at the server with 10 000 tickets: medians of one client, and statements of each page."""

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import ground

TICKETS = 10_000
WORDS = "принтер сеть почта отчёт доступ сервер монитор склад касса терминал пароль папка договор счёт обновление".split()


def fill() -> None:
    """Make ten thousand tickets through the verbs, with teams, owners and some history."""
    from okno.core import clock
    from okno.desk.actions.assign import take
    from okno.desk.actions.hear import Heard, hear
    from okno.desk.actions.resolve import resolve
    from okno.people.actions.hire import hire
    from okno.people.actions.meet import meet
    from okno.people.actions.organise import gather, register
    from okno.people.models import Role

    dice = random.Random(1)
    register("ООО «Ромашка»", domains=["romashka.test"])
    teams = [gather(f"Команда {number}", line=1 + number % 3) for number in range(6)]
    agents = [
        hire(f"agent{number}@desk.test", f"Специалист {number}", Role.AGENT, teams=dice.sample(teams, 2))
        for number in range(12)
    ]
    people = [
        meet("mail", f"person{number}@romashka.test", name=f"Человек {number}") for number in range(500)
    ]
    for number in range(TICKETS):
        words = " ".join(dice.choices(WORDS, k=6))
        heard = Heard(text=f"{words}. " * 8, subject=words, at=clock.now())
        ticket = hear(heard, by=dice.choice(people), team=dice.choice(teams)).ticket
        if number % 3 == 0:
            take(ticket, by=dice.choice(agents))
        if number % 5 == 0:
            resolve(ticket, by=agents[0])


def main() -> None:
    """Measure and print."""
    with ground.desk():
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext
        from django.urls import reverse

        from okno.desk.actions.reply import reply
        from okno.desk.models import Ticket
        from okno.people.models import Person

        fill()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        agent = Person.objects.get(email="agent1@desk.test")
        client = Client(HTTP_HOST="desk.test")
        client.force_login(agent, backend="okno.login.backends.ByMailAddress")
        tickets = list(Ticket.objects.filter(state="new").order_by("-id")[:400])
        for ticket in tickets[:5]:
            for number in range(10):
                reply(ticket, f"Ответ {number}", by=agent)
        rows = []
        for what, url, promised in (
            ("queue page (unassigned)", reverse("workspace:queue", args=["unassigned"]), 30),
            ("queue page (team)", reverse("workspace:queue", args=["team"]), 30),
            ("ticket page", reverse("workspace:ticket", args=[tickets[0].number]), 25),
        ):
            client.get(url)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(url).status_code == 200, url
            statements = len(seen)  # each further request empties what was noted
            rows.append(
                (what, f"{ground.median_ms(lambda url=url: client.get(url)):.1f} ms", f"<= {promised} ms")
            )
            rows.append(("  statements", str(statements), "<= 15"))
        left = iter(tickets[10:])

        def answer() -> None:
            ticket = next(left)
            done = client.post(
                reverse("workspace:replies", args=[ticket.number]),
                {"text": "Смотрим, скоро ответим.", "key": f"bench-{ticket.pk}"},
            )
            assert done.status_code in (200, 302), done.status_code

        rows.append(("reply (POST)", f"{ground.median_ms(answer):.1f} ms", "<= 15 ms"))
        ground.table(f"Pages with {TICKETS} tickets, median of 100, one client", rows)


if __name__ == "__main__":
    main()
