"""A ticket made and routed in a worker: its clocks, its facts, fifty rules of which one fits, a policy. bin/bench making"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import ground

RULES, POLICIES = 50, 20


def main() -> None:
    """Measure and print."""
    with ground.desk():
        from okno.automation.reactions import route_new
        from okno.core import clock
        from okno.desk.actions.hear import Heard, hear
        from okno.desk.models import Fact, Ticket
        from okno.people.actions.meet import meet, robot
        from okno.people.actions.organise import gather
        from okno.setup.actions.save import save
        from okno.setup.setups import POLICIES as POLICY
        from okno.setup.setups import RULES as RULE
        from okno.setup.setups import SERVICES, VERSIONS

        by = robot()
        for number in range(POLICIES):
            gather(f"Команда {number}", line=1 + number % 3)
            save(SERVICES, None, {"name": f"Услуга {number}", "team": f"Команда {number}"}, by=by)
            save(POLICY, None, {"name": f"П{number}", "service": f"Услуга {number}"}, by=by)
            version = {"policy": f"П{number}", "calendar": "Рабочие часы", "valid_from": "2020-01-01"}
            table = {"normal": {"reaction": 30 + number, "resolution": 300}}
            save(VERSIONS, None, {"name": f"П{number} · 1", "minutes": table, **version}, by=by)
        for number in range(RULES):
            word = "картридж" if number == RULES // 2 else f"слово{number}"
            conditions = [{"fits": "all", "of": [{"about": "words", "values": [word]}]}]
            rule = {"name": f"Правило {number}", "at_opening": True, "conditions": conditions}
            save(RULE, None, {**rule, "service": f"Услуга {number % POLICIES}", "tags": ["печать"]}, by=by)
        person = meet("mail", "person@romashka.test", name="Анна")
        made: list[Ticket] = []

        def make() -> None:
            words = Heard(text="Кончился картридж. " * 20, subject="Картридж", at=clock.now())
            made.append(hear(words, by=person).ticket)

        def make_and_route() -> None:
            make()
            route_new(Fact.objects.select_related("ticket", "by").get(ticket=made[-1], kind="ticket.opened"))

        alone, together = ground.median_ms(make), ground.median_ms(make_and_route)
        routed = Ticket.objects.get(pk=made[-1].pk)
        assert routed.tags == ["печать"], "one rule fits"
        rows = [
            ("made with its clocks and its fact", f"{alone:.1f} ms", ""),
            (
                f"and routed by {RULES} rules, promised anew by one of {POLICIES} policies",
                f"{together:.1f} ms",
                "<= 25 ms",
            ),
        ]
        ground.table("A ticket in a worker, median of 100", rows)


if __name__ == "__main__":
    main()
