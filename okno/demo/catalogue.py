"""What the customers of «Сервис-Плюс» order most often, and what they are asked for it."""

from typing import Any

from okno.catalog import approvals
from okno.catalog.actions.set_up import set_up_field, set_up_service
from okno.catalog.actions.set_up_request_type import set_up_category, set_up_request_type
from okno.catalog.models import Category, RequestType, Service, TicketField, TicketFieldKind
from okno.catalog.questions import meant
from okno.demo import english
from okno.demo.stories.telling import DISPATCHERS, FIELD
from okno.desk.models import Kind
from okno.people.models import Team

SHELVES = {
    "Люди и рабочие места": ("Рабочее место", "Доступы и учётные записи", "Почта и календарь", "Телефония"),
    "Магазин и склад": ("Кассы и терминалы", "Печать", "Закупка и склад техники"),
}
NEWCOMER: list[dict[str, Any]] = [
    {
        "key": "who",
        "kind": "person",
        "label": "Кто выходит на работу",
        "help": "Фамилия, имя, отчество",
        "required": True,
    },
    {"key": "day", "kind": "date", "label": "Первый рабочий день", "required": True},
    {
        "key": "place",
        "kind": "choice",
        "label": "Где будет работать",
        "choices": ["в офисе", "дома", "в магазине"],
    },
    {
        "key": "needs",
        "kind": "several",
        "label": "Что понадобится",
        "choices": ["ноутбук", "телефон", "касса"],
    },
    {
        "key": "model",
        "kind": "choice",
        "label": "Какой ноутбук",
        "choices": ["обычный", "для графики и видео"],
        "required": True,
        "when": [{"about": "needs", "values": ["ноутбук"]}],
    },
    {"key": "more", "kind": "long", "label": "Что ещё важно"},
]
TILL: list[dict[str, Any]] = [
    {"key": "till", "kind": "object", "label": "Какая касса", "required": True},
    {
        "key": "what",
        "kind": "choice",
        "label": "Что с ней",
        "choices": ["не включается", "не печатает чеки", "не видит терминал", "другое"],
        "required": True,
    },
    {
        "key": "other",
        "kind": "long",
        "label": "Опишите, что происходит",
        "required": True,
        "when": [{"about": "what", "values": ["другое"]}],
    },
    {"key": "photo", "kind": "file", "label": "Фото экрана или чека"},
]
ACCESS: list[dict[str, Any]] = [
    {"key": "who", "kind": "person", "label": "Кому нужен доступ", "required": True, "prefill": "name"},
    {"key": "where", "kind": "text", "label": "К какой папке или программе", "required": True},
    {"key": "until", "kind": "date", "label": "До какого дня"},
]
FIELDS: dict[str, dict[str, Any]] = {
    "Кассы и терминалы": {"name": "Точка", "name_en": "Shop"},
    "Доступы и учётные записи": {
        "name": "Право",
        "name_en": "Right",
        "kind": TicketFieldKind.CHOICE,
        "choices": ["чтение", "чтение и запись"],
        "choices_en": ["reading", "reading and writing"],
    },
    "Закупка и склад техники": {"name": "Количество", "name_en": "Quantity", "kind": TicketFieldKind.NUMBER},
}
APPROVED = "Нужен доступ"
BY_DIRECTOR = {"name": "Согласие руководителя", "whom": ["manager"], "hours": 8, "late": "remind"}


def write(*, teams: dict[str, Team], services: dict[str, Service]) -> None:
    """Put services on shelves, give their tickets fields, and offer three things to ask for."""
    for rank, (name, there) in enumerate(SHELVES.items(), start=1):
        said = english.SHELVES[name]
        shelf = Category(
            name=name, name_en=said.name_en, description=said.about, description_en=said.about_en, rank=rank
        )
        set_up_category(shelf)
        for service in there:
            services[service].category = shelf
    for name, offered in services.items():
        said = english.SERVICES[name]
        offered.name_en, offered.description, offered.description_en = said.name_en, said.about, said.about_en
        set_up_service(offered)
    for service, plain in FIELDS.items():
        set_up_field(TicketField(service=services[service], **plain))
    parts = [
        {"name": "Учётная запись и почта", "team": teams[DISPATCHERS].pk},
        {
            "name": "Рабочее место",
            "team": teams[FIELD].pk,
            "when": [{"about": "place", "is_not": True, "values": ["дома"]}],
        },
        {"name": "Ноутбук", "team": teams[FIELD].pk, "when": [{"about": "needs", "values": ["ноутбук"]}]},
    ]
    for rank, (name, about, service, questions, further) in enumerate(
        (
            (
                "Новый сотрудник",
                "Учётная запись, техника и рабочее место к первому дню",
                "Рабочее место",
                NEWCOMER,
                parts,
            ),
            (
                APPROVED,
                "К папке, программе или почтовому ящику",
                "Доступы и учётные записи",
                ACCESS,
                [],
            ),
            (
                "Сломалась касса",
                "Не включается, не печатает, не видит терминал",
                "Кассы и терминалы",
                TILL,
                [],
            ),
        ),
        start=1,
    ):
        set_up_request_type(
            RequestType(
                name=name,
                name_en=english.TYPES[name][0],
                description=about,
                description_en=english.TYPES[name][1],
                service=services[service],
                rank=rank,
                kind=Kind.INCIDENT if questions is TILL else Kind.REQUEST,
                questions=meant(english.in_both(questions)),
                parts=further,
                approval=approvals.meant([BY_DIRECTOR]) if name == APPROVED else [],
            )
        )
