"""Two requests that want approval: one waits for the director, the other has his yes; both made by the verbs."""

from django.utils.translation import override

from okno.catalog.models import RequestType
from okno.core import clock
from okno.demo.catalogue import APPROVED
from okno.desk import access
from okno.desk.actions.decide import approve
from okno.desk.actions.hear import Heard
from okno.desk.actions.request import request
from okno.desk.models import Ticket
from okno.people.models import Person
from okno.people.provider import ours


def write(people: dict[str, Person]) -> None:
    """Let two customers ask for an access; the director of their company decides about one of them."""
    with override(ours().language):
        _write(people)


def _write(people: dict[str, Person]) -> None:
    _ask(people["anna"], {"who": "Анна Белова", "where": "Отчёты по продажам", "until": "2027-03-31"})
    asked = _ask(people["marina"], {"who": "Марина", "where": "Папка «Договоры»"})
    director = people["sergey"]
    for question in access.questions_for(director).filter(step__approval__ticket=asked):
        approve(question, by=director)


def _ask(by: Person, answers: dict[str, str]) -> Ticket:
    version = RequestType.objects.get(name=APPROVED).versions.latest("number")
    heard = Heard(text="", at=clock.now(), door="portal", key=f"approval-{by.pk}")
    return request(version, answers, heard, by=by).ticket
