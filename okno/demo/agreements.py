"""What «Сервис-Плюс» has agreed upon with its customers, and which letters it sorts by itself."""

from okno.automation import conditions
from okno.automation.actions.keep_rule import keep_rule
from okno.automation.models import Rule
from okno.catalog.models import Priority, Service
from okno.contracts.actions.set_up import set_up_agreement, set_up_policy, set_up_version, today
from okno.contracts.models import Agreement, Policy, PolicyVersion
from okno.people.actions.organise import register
from okno.people.actions.set_up import set_up_organisation, set_up_support_level, set_up_team
from okno.people.models import Organisation, SupportLevel, Team
from okno.sla.models import WorkCalendar


def promise(organisations: dict[str, Organisation]) -> None:
    """Two levels of support; the clinic has the higher one from today on, and is answered sooner."""
    usual = set_up_support_level(SupportLevel(name="Базовая", rank=2))
    higher = set_up_support_level(SupportLevel(name="Расширенная", rank=1))
    for key, organisation in organisations.items():
        organisation.support_level = higher if key == "doktor" else usual
        set_up_organisation(organisation)
    policy = set_up_policy(Policy(name="Расширенная поддержка", support_level=higher))
    set_up_version(
        PolicyVersion(
            name="Расширенная поддержка · 1",
            policy=policy,
            valid_from=today(),
            calendar=WorkCalendar.objects.get(is_always=False),
            minutes={
                "major": {"reaction": 30, "first_reply": 30, "resolution": 120},
                "medium": {"reaction": 60, "first_reply": 60, "resolution": 240},
                "normal": {"reaction": 30, "first_reply": 60, "resolution": 480},
            },
        )
    )


def agree(company: Team, partner: Team) -> None:
    """Two teams owe their part within some hours: one is ours, in the other those of a partner work."""
    partner.partner = register("«Мастер-Выезд»", domains=["master.test"])
    set_up_team(partner)
    minutes = {"critical": 60, "major": 120, "medium": 240, "normal": 480}
    calendar = WorkCalendar.objects.get(is_always=False)
    for team, name in ((company, "Инженеры — диспетчерам"), (partner, "Выезды с «Мастер-Выездом»")):
        set_up_agreement(Agreement(name=name, team=team, calendar=calendar, minutes=minutes))


def sort_letters(
    *, teams: dict[str, Team], services: dict[str, Service], priorities: dict[str, Priority]
) -> None:
    """What the dispatchers need not read first: cartridges, tills that stand still, bills."""
    keep_rule(
        Rule(
            name="Картриджи — выездной группе",
            order=10,
            conditions=_about("картридж, тонер"),
            service=services["Печать"],
            to_team=teams["Выездная группа"],
        )
    )
    keep_rule(
        Rule(
            name="Касса стоит — критично",
            order=20,
            conditions=_about("касса стоит, эквайринг не работает"),
            service=services["Кассы и терминалы"],
            priority=priorities["critical"],
            to_team=teams["Выездная группа"],
        )
    )
    keep_rule(
        Rule(name="Счета и акты — с меткой", order=30, conditions=_about("счёт на оплату, акт сверки")),
        tags=["документы"],
    )


def _about(words: str) -> conditions.Json:
    one = {"about": "words", "is_not": False, "values": words.split(", ")}
    return conditions.meant([{"fits": "all", "of": [one]}])
