import pytest
from django.contrib.auth.models import AnonymousUser

from okno.knowledge.actions.index import index, index_all
from okno.knowledge.actions.publish import archive
from okno.knowledge.models import Posting, Term
from okno.knowledge.search.finding import find
from okno.knowledge.search.synonyms import synonyms
from okno.people.models import Person
from okno.setup import setups
from okno.setup.actions.save import save
from okno.setup.shape import Unfit
from tests import make
from tests.knowledge.making import article, draft

NOBODY = AnonymousUser()


def titles(text: str, reader: object = NOBODY, **wishes: bool) -> list[str]:
    return [str(hit.article) for hit in find(reader, text, **wishes).hits]


@pytest.fixture
def shelf(vera: Person) -> None:
    article(vera, "Бумага застряла в принтере", "Откройте крышку принтера и вытащите лист.")
    article(vera, "Подключение к Wi-Fi", "Выберите сеть «Ромашка» и введите пароль от неё.")
    article(
        vera,
        "Настройка почты в телефоне",
        "Установите приложение, войдите в учётную запись. Плагин не нужен.",
    )
    article(vera, "Отчёт за ёлки", "Отчёт формируется в пятницу.")


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("застрявшая бумага", "Бумага застряла в принтере"),  # another form of the word
        ("установка приложения", "Настройка почты в телефоне"),  # another word of the family
        ("приннтер", "Бумага застряла в принтере"),  # a slip of the finger
        ("ghbynth", "Бумага застряла в принтере"),  # the wrong layout
        ("ghbyynth", "Бумага застряла в принтере"),  # the wrong layout and a slip
        ("отчет про елки", "Отчёт за ёлки"),
        ("вайфай wifi", "Подключение к Wi-Fi"),
        ("wi-fi", "Подключение к Wi-Fi"),
        ("email", "Настройка почты в телефоне"),  # a word of every desk that means the same
        ("plugin", "Настройка почты в телефоне"),  # the same sound in the other alphabet
    ],
)
def test_people_find_what_they_mean(asked: str, first: str) -> None:
    assert titles(asked)[:1] == [first]


@pytest.mark.usefixtures("shelf")
def test_the_last_word_may_be_half_a_word_while_one_types() -> None:
    assert titles("настр", is_typing=True) == ["Настройка почты в телефоне"]
    assert titles("застряла бум", is_typing=True)[0] == "Бумага застряла в принтере"
    for slipped in (
        "приннтер",
        "ghbyynth",
        "ghbyn",
    ):  # there is no such beginning: a slip, or the wrong layout
        assert titles(slipped, is_typing=True) == ["Бумага застряла в принтере"]


@pytest.mark.usefixtures("shelf")
def test_the_passage_marks_what_was_found_and_the_layout_is_told() -> None:
    found = find(NOBODY, "rhsire")
    assert found.instead == "крышку"
    assert [part.text for part in found.hits[0].passage.parts if part.is_found] == ["крышку"]


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("asked", "instead"),
    [
        ("ghbynth yt gtxfnftn", "принтер не печатает"),  # what nobody knows goes with what stands beside it
        ("ghbynth", "принтер"),
        ("ghbyynth", "приннтер"),
        ("plugin d ghbynth", "plugin в принтер"),  # in the other alphabet by intention
        ("HP ghbynth", "HP принтер"),
        ("принтер zabbix", ""),
        ("wifi yt hf,jnftn", ""),  # nothing says that the other layout was meant
    ],
)
def test_a_sentence_in_the_wrong_layout_is_read_as_a_whole(asked: str, instead: str) -> None:
    assert find(NOBODY, asked).instead == instead


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    "asked", ["", "   ", "и в на", "%_\\'\"", "\x00", "ъ" * 5000, "такогословавовсенет", "☃ 🎄"]
)
def test_nothing_is_found_for_nothing_and_nothing_breaks(asked: str) -> None:
    assert titles(asked) == []
    titles(asked, is_typing=True)


def test_each_reader_finds_what_may_be_read(vera: Person) -> None:
    mine = make.organisation("ООО «Ромашка»")
    article(vera, "Пароль для всех", "пароль")
    article(vera, "Пароль для клиентов", "пароль", audience="customers")
    article(vera, "Пароль для Ромашки", "пароль", audience="organisation", organisation=mine)
    article(vera, "Пароль для своих", "пароль секретик", audience="staff")
    draft(vera, "Пароль ненаписанный", "пароль")
    archive(article(vera, "Пароль прошлый", "пароль"), by=vera)
    assert set(titles("пароль")) == {"Пароль для всех"}
    assert set(titles("пароль", make.person())) == {"Пароль для всех", "Пароль для клиентов"}
    assert len(titles("пароль", make.person(organisation=mine))) == 3
    assert len(titles("пароль", vera)) == 4
    assert titles("секретик") == titles("секретек") == []


def test_making_the_documents_twice_changes_nothing(vera: Person) -> None:
    made = article(vera, "Пароль", "Сбросьте пароль на странице входа.")
    article(vera, "Вход", "Пароль спрашивают при входе.")

    def all_rows() -> tuple[list[object], list[object]]:
        terms = Term.objects.order_by("term").values_list("term", "articles")
        return list(terms), list(
            Posting.objects.order_by("term", "article").values_list("term", "article", "weight")
        )

    before = all_rows()
    index([made.pk])
    assert list(index_all()) == [2]
    assert all_rows() == before
    archive(made, by=vera)
    assert not Term.objects.filter(term__startswith="сброс").exists(), "a word that nobody says is forgotten"


@pytest.mark.usefixtures("shelf")
def test_words_that_the_desk_calls_the_same_are_found_for_one_another(gleb: Person) -> None:
    assert titles("трындычка") == []
    row, _change = save(setups.SYNONYMS, None, {"words": "трындычка,  Принтер"}, by=gleb)
    assert row.words == "трындычка, Принтер"
    synonyms.forget()
    assert titles("трындычкой")[0] == "Бумага застряла в принтере"
    save(setups.SYNONYMS, row, {"is_active": False}, by=gleb)
    synonyms.forget()
    assert titles("трындычка") == []


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["один", "два слова, три", ",", ", ".join("абвгдежзиклмнопрстуфхц")])
def test_what_is_no_group_of_single_words_is_refused(gleb: Person, words: str) -> None:
    with pytest.raises(Unfit):
        save(setups.SYNONYMS, None, {"words": words}, by=gleb)
