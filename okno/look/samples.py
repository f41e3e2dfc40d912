"""What the gallery shows: a few believable moments of a desk. Sample content, so not translated."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone


@dataclass(frozen=True)
class Row:
    number: int
    subject: str
    who: str
    of: str
    words: str
    due: datetime | None = None
    paused: bool = False
    owner: str = ""
    priority: str = "medium"
    is_new: bool = False
    current: bool = False
    ago: datetime | None = None


@dataclass(frozen=True)
class Said:
    kind: str
    author: str
    text: str
    at: datetime
    quote: str = ""
    delivery: str = ""
    files: tuple[tuple[str, int], ...] = ()
    facts: tuple[tuple[str, str, str], ...] = field(default=())


def rows(now: datetime) -> list[Row]:
    """Return the tickets of the mock list, from burning to sleeping."""
    m = timedelta(minutes=1)
    return [
        Row(
            1284,
            "Касса не пробивает чеки после обновления",
            "Марина Ковалёва",
            "ООО «Ромашка»",
            "Очередь до дверей, вторая касса тоже встала. Код ошибки 3807.",
            now - 12 * m,
            owner="Ирина Соколова",
            priority="critical",
            current=True,
            ago=now - 4 * m,
        ),
        Row(
            1281,
            "Не приходит код подтверждения в личный кабинет",
            "Олег Дьяченко",
            "АО «Север»",
            "Пробовал трижды, в спаме тоже пусто",
            now + 18 * m,
            owner="",
            priority="high",
            is_new=True,
            ago=now - 26 * m,
        ),
        Row(
            1279,
            "Нужен доступ к отчётам за прошлый квартал",
            "Светлана Игнатьева",
            "ООО «Ромашка»",
            "Спасибо! А выгрузка в Excel там есть?",
            now + 170 * m,
            owner="Павел Громов",
            ago=now - 55 * m,
        ),
        Row(
            1276,
            "Сканер штрихкодов читает через раз",
            "Артём Белов",
            "Торговый дом «Лён»",
            "Отправил фотографию шлейфа, ждём запчасть",
            paused=True,
            owner="Ирина Соколова",
            ago=now - 190 * m,
        ),
        Row(
            1270,
            "Предложение: напоминать о незакрытой смене",
            "Нина Павловна Рыжова",
            "ИП Рыжова Н. П.",
            "Каждый вечер кто-нибудь да забудет…",
            now + 2600 * m,
            priority="low",
            is_new=True,
            ago=now - 400 * m,
        ),
        Row(
            1268,
            "Счёт-фактура за октябрь с ошибкой в ИНН",
            "Бухгалтерия",
            "АО «Север»",
            "Во вложении скан с пометкой",
            now + 900 * m,
            owner="Павел Громов",
            ago=now - 1500 * m,
        ),
        Row(
            1262,
            "Медленно открывается карточка товара",
            "Тимур Сафин",
            "ООО «Вектор-Логистика»",
            "По утрам до двадцати секунд, днём нормально",
            now + 1400 * m,
            owner="Ирина Соколова",
            ago=now - 3000 * m,
        ),
    ]


def conversation(now: datetime) -> list[Said]:
    """Return the mock conversation: letter, facts, note, answer, letter, an answer on its way."""
    m = timedelta(minutes=1)
    return [
        Said(
            "heard",
            "Марина Ковалёва",
            "Добрый день!\n\nПосле вечернего обновления касса № 2 не пробивает чеки: на экране «Ошибка 3807, нет связи "
            "с ОФД», покупатели ждут. Перезагружали дважды — не помогло.\n\nФото экрана приложила. Магазин на "
            "Садовой, 14; открываемся в 9:00, людей уже много.",
            now - 46 * m,
            quote="21 ноября 2026 г., 19:02, Служба поддержки <help@servis-plus.example>:\n> Напоминаем: сегодня с "
            "22:00 до 23:00 обновляем кассовое ПО. Ничего делать не нужно.",
            files=(("касса-2.jpg", 1_284_113), ("журнал.txt", 18_220)),
            facts=(
                ("robot", "Робот", "назначил критичность «Критический»: в письме «касса не пробивает»"),
                ("take", "Ирина Соколова", "взяла обращение в работу"),
            ),
        ),
        Said(
            "note",
            "Павел Громов",
            "Похоже на вчерашний сертификат ОФД: на «Лёне» было то же самое, помогла перевыгрузка ключа "
            "(см. № 1241). Доступ к кассе есть, пароль прежний.",
            now - 31 * m,
        ),
        Said(
            "reply",
            "Ирина Соколова",
            "Марина, здравствуйте!\n\nВижу ошибку связи с ОФД. Сейчас удалённо обновлю ключ на кассе № 2, это "
            "займёт около пяти минут; первую кассу можно не останавливать.\n\nНапишу, как только проверю пробный чек.",
            now - 24 * m,
            delivery="sent",
        ),
        Said(
            "heard",
            "Марина Ковалёва",
            "Очередь до дверей, вторая касса тоже встала. Код ошибки 3807. Пожалуйста, скорее!",
            now - 4 * m,
        ),
        Said(
            "reply",
            "Ирина Соколова",
            "Уже на второй кассе. Ключ загружен, пробный чек прошёл — проверьте, пожалуйста, и у себя.",
            now,
            delivery="queued",
        ),
    ]


def world() -> dict[str, object]:
    """Return everything that the gallery's templates need."""
    now = timezone.now()
    m = timedelta(minutes=1)
    return {
        "rows": rows(now),
        "conversation": conversation(now),
        "now": now,
        "near": now + 11 * m,
        "missed": now - 12 * m,
        "later": now + 200 * m,
        "people": [
            "Ирина Соколова",
            "Павел Громов",
            "Марина Ковалёва",
            "Олег Дьяченко",
            "Тимур Сафин",
            "Нина Рыжова",
            "Артём Белов",
            "Светлана Игнатьева",
        ],
        "queues": [
            ("mine", "Мои", "7", "missed", True),
            ("unassigned", "Без исполнителя", "3", "near", False),
            ("team", "Моя команда", "24", "", False),
            ("waiting", "Ждут", "11", "", False),
            ("resolved", "Решены", "5", "", False),
            ("inbox", "Все открытые", "99+", "", False),
        ],
    }
