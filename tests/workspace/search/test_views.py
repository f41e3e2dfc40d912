import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from okno.core import clock, files
from okno.desk.actions.hear import NewFile
from okno.desk.actions.note import note
from okno.desk.search import finding
from okno.workspace.search.hints import offers
from okno.workspace.search.views import PAGE
from tests import make


@pytest.fixture
def page(as_boris, run_jobs):
    """The search page as Boris sees it when the jobs have run."""

    def asked(words, **more):
        run_jobs()
        return as_boris.get("/search/", {"q": words, **more})

    return asked


def numbers(answer):
    assert answer.status_code == 200
    return [row.number for row in answer.context["rows"]]


def test_a_number_leads_to_its_ticket(page, anna):
    ticket = make.ticket(by=anna)
    for words in (str(ticket.number), f"№ {ticket.number}", f" #{ticket.number} "):
        assert page(words)["Location"] == f"/tickets/{ticket.number}/"
    assert numbers(page("987654")) == []


def test_what_was_found_is_shown_and_marked(page, anna, boris):
    ticket = make.ticket(
        by=anna, subject="Просьба", text="Добрый день! " * 20 + "Наш <b>принтёр</b> опять не печатает."
    )
    text = page("принтеры печатают").content.decode()
    assert "&lt;b&gt;</span><mark>принтёр</mark><span>&lt;/b&gt;" in text
    assert "<mark>печатает</mark>" in text
    note(ticket, "Позвать монтажника", by=boris)
    assert "<mark>монтажника</mark>" in page("монтажник").content.decode()


def test_the_name_of_a_file_is_shown_where_no_message_says_it(page, anna):
    make.ticket(by=anna, files=[NewFile(file=files.keep(b"x"), name="договор_поставки.pdf")])
    assert "<mark>договор</mark><span>_поставки.pdf</span>" in page("договор").content.decode()


@pytest.mark.parametrize(
    "payload", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "%s%(x)s"]
)
def test_sec_09_what_was_typed_is_only_shown(page, payload):
    for words in (payload, f"статус:{payload}", f"хм:{payload}", f'"{payload}"', f"команда:{payload}"):
        text = page(words).content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_conditions_are_chips_that_can_be_taken_off(page, anna):
    make.ticket(by=anna)
    with translation.override("ru"):
        text = page('принтер статус:открыт -от:"анна белова"').context["chips"]
    assert [(str(chip.label), chip.value, chip.is_not) for chip in text] == [
        ("Статус", "открыто", False), ("От кого", "анна белова", True),
    ]  # fmt: skip
    assert "%D0%BE%D1%82" in text[0].without
    assert "%D1%81%D1%82%D0%B0%D1%82%D1%83%D1%81" not in text[0].without


def test_what_was_not_understood_is_told_and_the_rest_found(page, anna):
    ticket = make.ticket(by=anna, text="Принтер")
    answer = page("принтер статсу:открыт команда:шестая")
    assert numbers(answer) == [ticket.number]
    first, second = answer.context["puzzles"]
    assert "статсу:открыт" in first.sentence
    assert any("статус:открыт" in text for text, _url in first.offers)
    assert "команда:шестая" in second.sentence


def test_an_empty_answer_says_what_to_try(page):
    for words in ("такого нет", "", "и не в"):
        text = page(words).content.decode()
        assert 'class="empty"' in text
        assert "search-help" in text


def test_fifty_are_shown_and_fifty_more(page, as_boris, anna):
    made = {make.ticket(by=anna, text="Кувалда").number for _ in range(PAGE + 3)}
    first = page("кувалда")
    assert len(numbers(first)) == PAGE
    more = as_boris.get(first.context["more"])
    assert set(numbers(more)) == made
    assert "more" not in more.context
    for show in ("-1", "9" * 30, "x", "٣", "100000"):
        assert set(numbers(page("кувалда", show=show))) <= made


def test_a_search_that_takes_too_long_is_stopped_and_says_so(page, anna, monkeypatch):
    make.ticket(by=anna)
    monkeypatch.setattr(finding, "TIME_LIMIT_MS", 1)
    slow = finding._ranked

    def very_slow(*arguments):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(1)")
        return slow(*arguments)

    monkeypatch.setattr(finding, "_ranked", very_slow)
    answer = page("принтер")
    assert answer.status_code == 200
    assert answer.context["slow"]


def test_a_search_needs_few_statements_however_much_is_found(page, as_boris, anna):
    for _ in range(30):
        make.ticket(by=anna, text="Принтер на складе")
    page("принтер")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        as_boris.get("/search/", {"q": 'принтер "на складе" статус:открыт от:анна кому:никто -тег:x'})
    assert len(seen) <= 13, [query["sql"][:90] for query in seen]


def test_only_those_who_work_here_search(as_anna):
    assert as_anna.get("/search/?q=принтер").status_code == 404
    assert as_anna.get("/search/hints/?q=от:").status_code == 404


# ---- hints


def labels(reader, text, language="ru"):
    with translation.override(language):
        return [offer.label for offer in offers(reader, text)]


def test_operators_are_offered_as_one_begins_them(boris):
    assert labels(boris, "принтер ста") == ["статус:"]
    assert labels(boris, "prin st", "en") == ["status:"]
    assert "от:" in labels(boris, "")
    assert len(labels(boris, "")) <= 8
    with translation.override("ru"):
        assert offers(boris, "принтер -ста")[0].text == "принтер -статус:"


def test_values_are_offered_behind_their_operator(boris, anna, vera):
    make.team("Первая линия")
    make.ticket(by=anna)
    assert labels(boris, "статус:от") == ["статус:открыт"]
    assert labels(boris, "кому:")[:2] == ["кому:я", "кому:никто"]
    assert labels(boris, "to:вер", "en") == ['to:"Вера Соколова"']
    assert labels(boris, "принтер от:бел") == ['от:"Анна Белова"']
    assert labels(boris, 'команда:"перв') == ['команда:"Первая линия"']
    assert labels(boris, "срок:") == ["срок:просрочен", "срок:час", "срок:сегодня", "срок:завтра"]
    assert labels(boris, "хм:перв") == labels(boris, "от:") == []
    with translation.override("ru"):
        assert offers(boris, "принтер от:бел")[0].text == 'принтер от:"Анна Белова" '


def test_what_is_offered_is_understood(as_boris, boris, anna, run_jobs):
    make.team("Первая, вторая линия")
    ticket = make.ticket(by=anna, at=clock.now())
    run_jobs()
    for text in ("команда:пер", "кому:", "статус:", "создан:", "срок:", "приоритет:"):
        with translation.override("ru"):
            for offer in offers(boris, text):
                assert not as_boris.get("/search/", {"q": offer.text}).context["puzzles"], offer.text
    with translation.override("ru"):
        (offer,) = offers(boris, "от:анна")
    assert numbers(as_boris.get("/search/", {"q": offer.text})) == [ticket.number]


def test_sec_14_nobody_known_from_a_closed_team_alone_is_offered(boris, vera):
    team = make.team(is_closed=True)
    team.memberships.create(person=vera)
    hidden = make.person("Канарейка Тайная", organisation=make.organisation("Канарейка и партнёры"))
    make.ticket(by=hidden, team=team)
    assert labels(boris, "от:кан") == labels(boris, "организация:кан") == []
    assert labels(vera, "от:кан") == ['от:"Канарейка Тайная"']
    assert labels(vera, "организация:кан") == ['организация:"Канарейка и партнёры"']


@pytest.mark.parametrize(
    "text", ["от:.*", "от:(", 'от:"', "\x00", "команда:[", "кому:\\", "«", "-", "a" * 300]
)
def test_any_text_may_be_in_the_field(as_boris, text):
    assert as_boris.get("/search/hints/", {"q": text}).status_code == 200
