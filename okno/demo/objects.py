"""What the customers of the demo have: tills, machines, rooms."""

from typing import Final

from okno.assets.actions.set_up_asset import set_up_asset
from okno.assets.models import Asset
from okno.people.models import Organisation

OBJECTS: Final = {
    "romashka": (
        ("Касса 1", "касса", "магазин на Ленина, 5", "КА-0117"),
        ("Касса 2", "касса", "магазин на Ленина, 5", "КА-0118"),
        ("Касса 3", "касса", "магазин на Садовой, 14", "КА-0204"),
        ("Pantum в бухгалтерии", "принтер", "кабинет 205", "ПР-031"),
    ),
    "khleb": (("Касса пекарни", "касса", "Мира, 21", ""), ("Весы с печатью", "весы", "Мира, 21", "ВС-4")),
    "podorozhnik": (("Касса, аптека № 7", "касса", "Лесная, 3", ""), ("Касса, аптека № 12", "касса", "Гагарина, 40", "")),
    "sever": (("Терминал на складе", "терминал", "склад 2", "ТС-88"),),
    "prichal": (("Стойка приёма", "рабочее место", "первый этаж", ""),),
}  # fmt: skip


def write(organisations: dict[str, Organisation]) -> None:
    """Set up what each company has."""
    for key, things in OBJECTS.items():
        for name, sort, place, number in things:
            asset = Asset(organisation=organisations[key], name=name, sort=sort, place=place)
            asset.inventory_number = number
            set_up_asset(asset)
