"""What «Сервис-Плюс» offers, said in both languages: descriptions of services and shelves, and their English names."""

from typing import Any, NamedTuple


class Said(NamedTuple):
    """A description, and name and description in English."""

    about: str
    name_en: str
    about_en: str


SHELVES = {
    "Люди и рабочие места": Said(
        "Всё, что нужно сотруднику: техника, доступы, почта и связь.",
        "People and workplaces",
        "All that a colleague needs: equipment, access, mail and phone.",
    ),
    "Магазин и склад": Said(
        "Кассы, принтеры и техника, без которых не работает магазин.",
        "Shop and warehouse",
        "Tills, printers and devices without which no shop works.",
    ),
}
SERVICES = {
    "Рабочее место": Said(
        "Компьютер, монитор и всё, что стоит на столе.",
        "Workplace",
        "A computer, a screen and what stands on the desk.",
    ),
    "Почта и календарь": Said(
        "Почтовые ящики, рассылки, встречи.", "Mail and calendar", "Mailboxes, mailing lists, meetings."
    ),
    "Доступы и учётные записи": Said(
        "Вход в компьютер, папки и программы.",
        "Access and accounts",
        "Logging in to computers, folders and programs.",
    ),
    "Телефония": Said(
        "Телефоны, переадресация, записи звонков.", "Telephones", "Phones, forwarding, recorded calls."
    ),
    "1С: Бухгалтерия": Said(
        "Учёт, документы и отчёты в 1С.", "1C: Accounting", "Books, documents and reports in 1C."
    ),
    "Сайт и CRM": Said(
        "Сайт компании и работа с клиентами.", "Website and CRM", "The company's site and its customers."
    ),
    "Кассы и терминалы": Said(
        "Кассы, сканеры и приём карт.", "Tills and terminals", "Tills, scanners and payment by card."
    ),
    "Печать": Said("Принтеры, МФУ и картриджи.", "Printing", "Printers, copiers and cartridges."),
    "Закупка и склад техники": Said(
        "Что купить, что выдать и что вернуть.",
        "Purchase and stock",
        "What to buy, to hand out and to give back.",
    ),
    "Сеть и Wi-Fi": Said(
        "Интернет, Wi-Fi и связь между офисами.",
        "Network and Wi-Fi",
        "Internet, Wi-Fi and lines between offices.",
    ),
    "Видеонаблюдение": Said("Камеры и записи с них.", "Video surveillance", "Cameras and their recordings."),
    "Резервные копии": Said(
        "Копии данных и их восстановление.", "Backups", "Copies of data, and bringing them back."
    ),
}
TYPES = {
    "Новый сотрудник": ("New colleague", "Account, equipment and a workplace by the first day"),
    "Нужен доступ": ("Access is needed", "To a folder, a program or a mailbox"),
    "Сломалась касса": ("The till is broken", "It does not start, does not print, does not see the terminal"),
}
SECTIONS = {
    "Кассы и терминалы": "Tills and terminals",
    "Доступ и пароли": "Access and passwords",
    "Почта и телефон": "Mail and phone",
    "Рабочее место": "Workplace",
}
_QUESTIONS = {
    "Кто выходит на работу": "Who begins to work",
    "Фамилия, имя, отчество": "Family name, first name",
    "Первый рабочий день": "First working day",
    "Где будет работать": "Where the work is done",
    "Что понадобится": "What is needed",
    "Какой ноутбук": "Which laptop",
    "Что ещё важно": "What else matters",
    "Какая касса": "Which till",
    "Что с ней": "What is wrong with it",
    "Опишите, что происходит": "Describe what happens",
    "Фото экрана или чека": "A photo of the screen or the receipt",
    "Кому нужен доступ": "Who needs access",
    "К какой папке или программе": "To which folder or program",
    "До какого дня": "Until which day",
    "в офисе": "in the office",
    "дома": "at home",
    "в магазине": "in a shop",
    "ноутбук": "laptop",
    "телефон": "phone",
    "касса": "till",
    "обычный": "usual",
    "для графики и видео": "for graphics and video",
    "не включается": "does not start",
    "не печатает чеки": "prints no receipts",
    "не видит терминал": "does not see the terminal",
    "другое": "something else",
}


def in_both(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the questions with their English words."""
    return [_in_both(one) for one in questions]


def _in_both(one: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {"label_en": _QUESTIONS[one["label"]]}
    if "help" in one:
        said["help_en"] = _QUESTIONS[one["help"]]
    if "choices" in one:
        said["choices_en"] = [_QUESTIONS[choice] for choice in one["choices"]]
    return {**one, **said}
