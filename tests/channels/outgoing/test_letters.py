"""Who gets what letter, in whose language, and what is never in it."""

import re
from datetime import timedelta

import pytest
from django.utils import translation

from okno.channels.mail import letters
from okno.channels.models import Delivery, Mailbox
from okno.core import clock, files
from okno.desk import links, message_ids
from okno.desk.actions.hear import NewFile
from okno.desk.actions.note import note
from okno.desk.actions.participate import add_participant
from okno.desk.actions.reply import Then
from okno.desk.actions.resolve import resolve
from okno.people.actions.addresses import add_address, mark_broken
from tests import make

pytestmark = pytest.mark.django_db


def leads(text: str):
    """Whose link to which ticket stands in the letter."""
    return links.follow(re.search(r"http://desk\.test/t/([^/?]+)/", text).group(1))


def test_the_answer_as_the_customer_gets_it(smtp, answer, asked, anna):
    answer("Замените картридж.\n\nСтарый лежит в шкафу: https://wiki.test/шкаф?a=1&b=2")
    (taken,) = smtp.letters
    letter = taken.letter
    assert str(letter["From"]) == "Борис Орлов · Поддержка <support@desk.test>"
    assert str(letter["To"]) == "Анна Белова <anna@romashka.test>"
    assert str(letter["Subject"]) == f"Re: Принтер гудит [№ {asked.number}]"
    assert str(letter["In-Reply-To"]) == "<first@romashka.test>"
    assert "Auto-Submitted" not in letter
    assert "Precedence" not in letter
    token = letter["Reply-To"].addresses[0].username.partition("+")[2]
    assert message_ids.token_holds(token, "anna@romashka.test") == asked.number
    assert message_ids.token_holds(token, "grigory@other.test") is None
    assert leads(taken.text) == (anna, asked)
    assert "> Принтер гудит." in taken.text
    assert taken.html.count("https://wiki.test/") >= 1
    assert taken.sender == "support@desk.test"


def test_a_display_name_with_html_is_words_in_the_letter(smtp, answer, asked, anna, boris):
    anna.name = "<img src=x onerror=alert(1)>"
    anna.save()
    boris.signature = "<script>alert(2)</script>"
    boris.save()
    answer("<b>жирно</b> & <script>alert(3)</script>")
    html = smtp.letters[0].html
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html
    assert "<b>жирно</b> & <script>" in smtp.letters[0].text


def test_a_letter_is_in_the_language_of_its_reader(smtp, answer, asked, anna):
    anna.language = "en"
    anna.save()
    answer()
    assert "The whole conversation:" in smtp.letters[0].text
    assert str(smtp.letters[0].letter["Content-Language"]) == "en"


def test_sec_34_no_note_no_undone_answer_no_inner_word_leaves(smtp, answer, asked, boris, run_jobs):
    from okno.desk.actions.undo_send import undo_send

    note(asked, "КАНАРЕЙКА заметка", by=boris)
    undo_send(answer("КАНАРЕЙКА отозвано", go=False, undo_seconds=10), by=boris)
    asked.refresh_from_db()
    asked.fields, asked.tags = {"внутреннее": "КАНАРЕЙКА поле"}, ["КАНАРЕЙКА-ярлык"]
    asked.save()
    answer("Готово.")
    run_jobs()
    (taken,) = smtp.letters
    assert "КАНАРЕЙКА" not in taken.text + taken.html + str(taken.letter)


def test_sec_24_a_participant_gets_later_answers_and_no_earlier_words(
    smtp, answer, asked, boris, grigory, run_jobs
):
    answer("Раньше.")
    add_participant(asked, grigory, by=boris)
    run_jobs()
    assert [taken.recipient for taken in smtp.letters] == ["anna@romashka.test"]
    answer("Позже.")
    assert sorted(taken.recipient for taken in smtp.letters[1:]) == [
        "anna@romashka.test",
        "grigory@other.test",
    ]
    (theirs,) = smtp.to("grigory@other.test")
    assert "гудит.\n" not in theirs.text
    assert "first@romashka.test" not in str(theirs.letter["References"])
    assert len(set(smtp.count())) == 3, "each recipient's letter has its own id"
    (hers,) = smtp.to("anna@romashka.test")[1:]
    assert "grigory" not in hers.content.decode("ascii", "replace")


def test_each_recipient_is_threaded_by_the_ids_that_they_have(smtp, answer, asked, boris, grigory):
    add_participant(asked, grigory, by=boris)
    answer("Раз.")
    answer("Два.")
    first, second = smtp.to("grigory@other.test")
    assert str(first.letter["Message-ID"]) in str(second.letter["References"])


def test_sec_27_no_letter_goes_to_an_address_of_our_own(smtp, answer, asked, boris, run_jobs):
    Mailbox.objects.create(address="sales@desk.test", is_active=False)
    for address in ("sales@desk.test", "support+1001-x@desk.test", "SUPPORT@DESK.TEST"):
        add_participant(asked, make.person("Ящик", address), by=boris)
    answer()
    assert [taken.recipient for taken in smtp.letters] == ["anna@romashka.test"]


def test_colleagues_who_take_part_and_the_author_get_no_letter(smtp, answer, asked, boris, vera):
    add_participant(asked, vera, by=boris)
    answer()
    assert [taken.recipient for taken in smtp.letters] == ["anna@romashka.test"]


def test_a_broken_address_gives_way_to_one_that_works(smtp, answer, anna):
    add_address(anna, "mail", "anna.home@mail.test")
    mark_broken("anna@romashka.test")
    answer()
    assert [taken.recipient for taken in smtp.letters] == ["anna.home@mail.test"]


def test_files_go_along_and_the_ones_that_are_too_large_wait(smtp, answer, monkeypatch):
    from okno.channels.mail import enclosures

    monkeypatch.setattr(enclosures, "ALL_AT_MOST", 1000)
    small = NewFile(file=files.keep(b"%PDF small"), name="отчёт.pdf")
    large = NewFile(file=files.keep(b"x" * 5000), name="видео.mp4")
    answer(files=[small, large])
    (taken,) = smtp.letters
    (part,) = taken.letter.iter_attachments()
    assert (part.get_filename(), part.get_content()) == ("отчёт.pdf", b"%PDF small")
    assert "видео.mp4" in taken.text


def test_a_long_message_is_quoted_short(smtp, answer, asked, anna, run_jobs):
    make.message(by=anna, ticket=asked, text="\n".join(f"строка {number}" for number in range(50)))
    answer()
    text = smtp.letters[-1].text
    assert text.count("\n> строка") == 20
    assert "30" in text.splitlines()[-1]


def test_an_answer_that_resolves_asks_in_the_same_letter(smtp, answer, asked, anna, run_jobs):
    answer("Готово.", then=Then.RESOLVE)
    run_jobs(also_later=True)
    (taken,) = smtp.letters
    assert "?solved=yes" in taken.text
    assert leads(taken.text) == (anna, asked)
    assert "Auto-Submitted" not in taken.letter


def test_resolving_without_an_answer_asks_in_a_letter_of_its_own(smtp, asked, boris, run_jobs):
    resolve(asked, by=boris)
    run_jobs(also_later=True)
    (taken,) = smtp.letters
    assert str(taken.letter["Auto-Submitted"]) == "auto-generated"
    assert "?solved=no" in taken.text
    assert "Принтер" not in taken.text + str(taken.letter["Subject"]), "nobody has proved to read there"


def test_a_question_is_not_asked_when_the_ticket_was_taken_up_again(
    smtp, asked, anna, boris, run_jobs, settings
):
    settings.UNDO_SEND_SECONDS = 10
    resolve(asked, by=boris)
    run_jobs()
    make.message(by=anna, ticket=asked, text="Нет, опять гудит!")
    run_jobs(also_later=True)
    Delivery.objects.filter(state="queued").update(not_before=clock.now() - timedelta(seconds=1))
    run_jobs(also_later=True)
    from okno.channels import outbox

    outbox.sweep(0)
    run_jobs()
    assert smtp.letters == []


def test_a_ticket_without_a_mailbox_is_answered_from_the_desk(smtp, answer, anna):
    ticket = make.ticket(by=anna, door="phone")
    answer("Перезвоню.", ticket=ticket)
    assert smtp.letters[-1].sender == "support@desk.test"


def test_text_of_the_letter_for_both_languages_is_made_without_a_gap(smtp, answer, asked, boris, anna):
    for language in ("ru", "en"):
        with translation.override(language):
            answer(f"Готово ({language}).")
    for taken in smtp.letters:
        assert "\n\n\n\n" not in taken.text
        assert "None" not in taken.text
        assert "{{" not in taken.html + taken.text


def test_facts_of_a_letter_hide_their_words_in_a_log(smtp, answer):
    message = answer("Секрет 123")
    shown = repr(letters.facts_of(Delivery.objects.get(message=message)))
    assert "Секрет" not in shown
