"""Who lives in the demo: the colleagues of «Сервис-Плюс», its customers, teams and services. All of them are invented."""

from dataclasses import dataclass

from okno.demo.stories.telling import APPLICATIONS, DISPATCHERS, ENGINEERS, FIELD
from okno.people.models import Line, Role

PASSWORD = "okno-demo-2026"  # noqa: S105 - the demo listens on this machine alone and prints it
ADDRESS = "support@okno.test"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One person of the demo, and how he or she writes. `call` is how colleagues address; trades choose the stories."""

    email: str
    name: str
    role: Role = Role.CUSTOMER
    is_woman: bool = False
    call: str = ""
    trades: str = ""
    voice: str = "plain"
    organisation: str = ""

    @property
    def called(self) -> str:
        """How one is addressed."""
        return self.call or self.name.split()[0]


def _colleague(key: str, name: str, role: Role = Role.AGENT, *, is_woman: bool = False) -> Part:
    return Part(email=f"{key}@okno.test", name=name, role=role, is_woman=is_woman)


COLLEAGUES = {
    "boris": _colleague("boris", "Борис Орлов"),
    "vera": _colleague("vera", "Вера Соколова", Role.LEAD, is_woman=True),
    "gleb": _colleague("gleb", "Глеб Титов", Role.ADMINISTRATOR),
    "liza": _colleague("liza", "Елизавета Маркова", is_woman=True),
    "kirill": _colleague("kirill", "Кирилл Дроздов"),
    "artem": _colleague("artem", "Артём Ковалёв"),
    "nina": _colleague("nina", "Нина Фролова", is_woman=True),
    "timur": _colleague("timur", "Тимур Сафин"),
    "oleg": _colleague("oleg", "Олег Петренко"),
    "yury": _colleague("yury", "Юрий Данилов"),
    "rita": _colleague("rita", "Маргарита Ланская", is_woman=True),
}
NIGHT_SHIFT = "artem"

TEAMS: dict[str, tuple[Line, tuple[str, ...]]] = {
    DISPATCHERS: (Line.FIRST, ("boris", "vera", "liza", "kirill", "artem")),
    APPLICATIONS: (Line.SECOND, ("vera", "boris", "nina", "timur")),
    FIELD: (Line.SECOND, ("oleg", "yury")),
    ENGINEERS: (Line.THIRD, ("gleb", "rita")),
}

ORGANISATIONS = {
    "romashka": "ООО «Ромашка»",
    "sever": "АО «Север»",
    "khleb": "ООО «Хлебный дом»",
    "podorozhnik": "Аптеки «Подорожник»",
    "vektor": "ООО «Вектор-Логистика»",
    "stroygrad": "ООО «СтройГрад»",
    "doktor": "Клиника «Доктор рядом»",
    "prichal": "Отель «Причал»",
}


def _customer(
    key: str,
    organisation: str,
    name: str,
    trades: str,
    voice: str = "plain",
    *,
    is_woman: bool = False,
    call: str = "",
    role: Role = Role.CUSTOMER,
) -> tuple[str, Part]:
    part = Part(
        email=f"{key}@{organisation}.test",
        name=name,
        role=role,
        is_woman=is_woman,
        call=call,
        trades=trades,
        voice=voice,
        organisation=organisation,
    )
    return key, part


CUSTOMERS = dict(
    (
        _customer("anna", "romashka", "Анна Белова", "accountant office", "polite", is_woman=True),
        _customer("pavel", "romashka", "Павел Громов", "sales warehouse office"),
        _customer("irina", "romashka", "Ирина Лаптева", "hr office", "polite", is_woman=True),
        _customer("denis", "romashka", "Денис Юрьев", "remote office", "short"),
        _customer("sergey", "romashka", "Сергей Макаров", "director office", "short", role=Role.MANAGER),
        _customer("marina", "romashka", "Марина Швец", "sales office", "warm", is_woman=True),
        _customer(
            "lunina",
            "sever",
            "Тамара Лунина",
            "accountant office",
            "polite",
            is_woman=True,
            call="Тамара Ильинична",
        ),
        _customer("fadeev", "sever", "Виктор Фадеев", "engineer warehouse office", "short"),
        _customer("ryabova", "sever", "Оксана Рябова", "secretary office hr", "warm", is_woman=True),
        _customer(
            "kotov",
            "sever",
            "Геннадий Котов",
            "director office",
            "short",
            role=Role.MANAGER,
            call="Геннадий Львович",
        ),
        _customer("zhukova", "sever", "Алёна Жукова", "hr office remote", "polite", is_woman=True),
        _customer(
            "mukhina",
            "khleb",
            "Зинаида Мухина",
            "shop weekend",
            "phone",
            is_woman=True,
            call="Зинаида Павловна",
        ),
        _customer("khasanov", "khleb", "Ренат Хасанов", "shop weekend", "phone"),
        _customer("chizhova", "khleb", "Людмила Чижова", "accountant office", "warm", is_woman=True),
        _customer("pekarev", "khleb", "Игорь Калачёв", "director office shop", "short", role=Role.MANAGER),
        _customer("ganieva", "podorozhnik", "Эльвира Ганиева", "shop weekend", "polite", is_woman=True),
        _customer("dymova", "podorozhnik", "Светлана Дымова", "shop weekend office", "phone", is_woman=True),
        _customer(
            "belkin", "podorozhnik", "Роман Белкин", "director office sales", "plain", role=Role.MANAGER
        ),
        _customer("roshchin", "vektor", "Станислав Рощин", "warehouse office", "short"),
        _customer("averina", "vektor", "Юлия Аверина", "sales office remote", "warm", is_woman=True),
        _customer("nosov", "vektor", "Андрей Носов", "warehouse office", "phone"),
        _customer(
            "grachev", "stroygrad", "Николай Грачёв", "engineer office", "polite", call="Николай Степанович"
        ),
        _customer("loseva", "stroygrad", "Екатерина Лосева", "accountant office", "plain", is_woman=True),
        _customer("ilyina", "stroygrad", "Дарья Ильина", "secretary office hr", "warm", is_woman=True),
        _customer(
            "savina", "doktor", "Ольга Савина", "doctor", "polite", is_woman=True, call="Ольга Викторовна"
        ),
        _customer("krylova", "doktor", "Наталья Крылова", "doctor secretary office", "plain", is_woman=True),
        _customer("lebedev", "doktor", "Егор Лебедев", "director office", "plain", role=Role.MANAGER),
        _customer("voloshina", "prichal", "Кристина Волошина", "hotel weekend office", "warm", is_woman=True),
        _customer("somov", "prichal", "Артур Сомов", "hotel weekend", "phone"),
    )
)
PEOPLE = COLLEAGUES | CUSTOMERS

WIDGET = "romashka"  # the key in the code of the site

SERVICES = {
    "Рабочее место": DISPATCHERS,
    "Почта и календарь": DISPATCHERS,
    "Доступы и учётные записи": DISPATCHERS,
    "Телефония": DISPATCHERS,
    "1С: Бухгалтерия": APPLICATIONS,
    "Сайт и CRM": APPLICATIONS,
    "Кассы и терминалы": FIELD,
    "Печать": FIELD,
    "Закупка и склад техники": FIELD,
    "Сеть и Wi-Fi": ENGINEERS,
    "Видеонаблюдение": ENGINEERS,
    "Резервные копии": ENGINEERS,
}
