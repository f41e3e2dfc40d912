"""What «Сервис-Плюс» answers and does most often: a question back, an outage, a letter that is none of its business."""

from okno.catalog.models import Priority, Service
from okno.desk.actions.keep_blank import keep_blank
from okno.desk.models import Blank, Kind
from okno.desk.models.blank import Transition
from okno.people.models import Team


def write(*, teams: dict[str, Team], services: dict[str, Service], priorities: dict[str, Priority]) -> None:
    """Write the macros of the company, open to everybody who works there."""
    keep_blank(
        Blank(
            name="Уточнить, что случилось",
            text="Здравствуйте, {имя}!\n\nЧтобы помочь быстрее, напишите, пожалуйста, что именно вы делали, что увидели на экране"
            " и повторяется ли это. Снимок экрана тоже поможет.\n\n{специалист}",
            then=Transition.WAIT,
        ),
        tags=["уточняем"],
    )
    keep_blank(
        Blank(
            name="Пропала связь в офисе",
            text="Здравствуйте, {имя}!\n\nВидим, что у вас пропала связь, инженеры уже разбираются. Напишем, как только станет"
            " понятно, в чём дело. Номер обращения — {номер}.\n\n{специалист}",
            kind=Kind.INCIDENT,
            priority=priorities["critical"],
            service=services["Сеть и Wi-Fi"],
            to_team=teams["Инженеры"],
        ),
        tags=["связь"],
    )
    keep_blank(Blank(name="Реклама: закрыть без ответа", then=Transition.CLOSE), tags=["реклама"])
