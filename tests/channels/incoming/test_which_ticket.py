"""Which ticket? A pointer opens nothing to a stranger (SEC-23…26)."""

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from okno.channels import recorder, tracing
from okno.channels.models import Inbound, Mailbox
from okno.core import clock
from okno.desk import message_ids
from okno.desk.actions.close import close
from okno.desk.actions.merge import merge
from okno.desk.actions.move_message import move_message
from okno.desk.actions.move_out import move_out
from okno.desk.actions.participate import add_participant, remove_participant
from okno.desk.actions.split import undo_split
from okno.desk.models import Message, MessageKind, Split, Ticket
from okno.desk.models.history import LinkKind
from okno.people.actions.addresses import add_address
from okno.people.models import Channel, Person
from tests import make
from tests.channels import letters
from tests.lacking import lacking

pytestmark = pytest.mark.django_db

STRANGER = "Григорий <grigory@other.test>"


@pytest.fixture
def box() -> Mailbox:
    return letters.mailbox(trusted_authserv_id="mx.desk.test")


@pytest.fixture
def ticket(anna: Person) -> Ticket:
    return make.ticket(by=anna)


def token(ticket: Ticket, address: str) -> str:
    return f"support+{message_ids.reply_token(ticket, address)}@desk.test"


def is_linked(inbound: Inbound, ticket: Ticket) -> bool:
    assert inbound.ticket is not None
    return (
        inbound.ticket != ticket
        and inbound.ticket.links.filter(other=ticket, kind=LinkKind.MAYBE_REPLY).exists()
    )


def test_a_mark_given_to_the_sender_finds_the_ticket(ticket: Ticket, box: Mailbox) -> None:
    assert letters.came(letters.raw(to=token(ticket, "anna@romashka.test")), box).ticket == ticket


def test_a_mark_in_the_envelope_alone_finds_it_too(ticket: Ticket, box: Mailbox) -> None:
    assert letters.came(letters.raw(), box, to=token(ticket, "anna@romashka.test")).ticket == ticket


def test_references_to_our_letter_find_the_ticket(ticket: Ticket, box: Mailbox) -> None:
    sent = message_ids.fresh(ticket)
    assert letters.came(letters.raw(in_reply_to=f"<{sent}>"), box).ticket == ticket
    assert letters.came(letters.raw(references=f"<first@x.test> <{sent}>"), box).ticket == ticket


def test_rel_26_a_letter_about_ones_own_earlier_letter_finds_the_ticket(box: Mailbox) -> None:
    first = letters.came(letters.raw(message_id="first@romashka.test"), box)
    second = letters.came(letters.raw("Дополнение", subject="ещё", references="<first@romashka.test>"), box)
    assert second.ticket == first.ticket


def test_rel_26_another_address_of_the_same_person_finds_the_ticket(
    anna: Person, ticket: Ticket, box: Mailbox
) -> None:
    add_address(anna, Channel.MAIL, "anna.home@mail.test")
    inbound = letters.came(letters.raw(by="anna.home@mail.test", to=token(ticket, "anna@romashka.test")), box)
    assert inbound.ticket == ticket


def test_rel_26_numbers_of_other_systems_find_nothing(ticket: Ticket, box: Mailbox) -> None:
    other = make.ticket()
    assert letters.came(letters.raw(subject=f"[#{other.number}] счёт"), box).ticket not in (ticket, other)
    assert letters.came(letters.raw(subject=f"JIRA-{ticket.number} счёт"), box).ticket != ticket


def test_rel_26_two_years_after_closing_a_follow_up_begins(anna: Person, boris: Person, box: Mailbox) -> None:
    ticket = make.ticket(by=anna)
    close(ticket, by=boris, at=clock.now() - timedelta(days=730))
    inbound = letters.came(letters.raw(subject=f"Re: [№ {ticket.number}]"), box)
    assert inbound.ticket.follow_up_of == ticket
    assert letters.codes(inbound)[-1] == "followed_up"


def test_rel_27_an_answer_to_a_merged_ticket_goes_where_it_was_merged(
    anna: Person, boris: Person, box: Mailbox
) -> None:
    source, target = make.ticket(by=anna), make.ticket(by=anna)
    merge(source, target, by=boris)
    assert letters.came(letters.raw(in_reply_to=f"<{message_ids.fresh(source)}>"), box).ticket == target


def test_sec_23_stranger_with_the_right_number_opens_a_new_ticket(ticket: Ticket, box: Mailbox) -> None:
    assert is_linked(letters.came(letters.raw(by=STRANGER, subject=f"Re: [№ {ticket.number}]"), box), ticket)


def test_sec_23_stranger_with_the_right_references_opens_a_new_ticket(ticket: Ticket, box: Mailbox) -> None:
    assert is_linked(
        letters.came(letters.raw(by=STRANGER, in_reply_to=f"<{message_ids.fresh(ticket)}>"), box), ticket
    )


def test_sec_23_stranger_with_somebody_elses_mark_opens_a_new_ticket(ticket: Ticket, box: Mailbox) -> None:
    inbound = letters.came(letters.raw(by=STRANGER, to=token(ticket, "anna@romashka.test")), box)
    assert is_linked(inbound, ticket)
    assert "token_foreign" in letters.codes(inbound)


def test_sec_23_a_forged_participant_opens_a_new_ticket(ticket: Ticket, box: Mailbox) -> None:
    forged = letters.raw(
        in_reply_to=f"<{message_ids.fresh(ticket)}>",
        Authentication_Results="mx.desk.test; dmarc=fail header.from=romashka.test; spf=fail smtp.mailfrom=other.test",
    )
    inbound = letters.came(forged, box)
    assert is_linked(inbound, ticket)
    assert "sender_refused" in inbound.message.doubts


def test_sec_23_results_of_other_servers_count_for_nothing(
    ticket: Ticket, boris: Person, box: Mailbox
) -> None:
    forged = letters.raw(
        by="boris@desk.test",
        to=token(ticket, "boris@desk.test"),
        Authentication_Results="evil.test; dmarc=pass header.from=desk.test",
    )
    assert letters.came(forged, box).message.kind == MessageKind.HEARD


def test_sec_23_reply_to_and_sender_lines_change_nobody(ticket: Ticket, box: Mailbox) -> None:
    inbound = letters.came(
        letters.raw(
            by=STRANGER,
            subject=f"[№ {ticket.number}]",
            Reply_To="anna@romashka.test",
            Sender="anna@romashka.test",
        ),
        box,
    )
    assert is_linked(inbound, ticket)
    assert inbound.message.author.email == "grigory@other.test"


def test_sec_24_somebody_who_was_removed_is_a_stranger_again(
    ticket: Ticket, boris: Person, grigory: Person, box: Mailbox
) -> None:
    add_participant(ticket, grigory, by=boris)
    letter = {"by": STRANGER, "to": token(ticket, "grigory@other.test")}
    assert letters.came(letters.raw("раз", **letter), box).ticket == ticket
    remove_participant(ticket, grigory, by=boris)
    assert is_linked(letters.came(letters.raw("два", **letter), box), ticket)


def test_sec_25_a_colleague_with_mark_and_proof_answers_the_customer(
    ticket: Ticket, boris: Person, box: Mailbox
) -> None:
    inbound = letters.came(
        letters.raw(
            "Сейчас посмотрю",
            by="boris@desk.test",
            to=token(ticket, "boris@desk.test"),
            Authentication_Results="mx.desk.test; dkim=pass header.d=desk.test; spf=pass smtp.mailfrom=boris@desk.test",
        ),
        box,
    )
    assert inbound.message.kind == MessageKind.REPLY
    assert (inbound.ticket, inbound.message.author) == (ticket, boris)


@pytest.mark.parametrize(
    "results",
    [
        "",
        "mx.desk.test; dmarc=fail header.from=desk.test",
        "mx.desk.test; dkim=pass header.d=evil.test; spf=pass smtp.mailfrom=evil.test",
    ],
)
def test_sec_25_a_colleague_without_proof_is_no_colleague(
    ticket: Ticket, boris: Person, box: Mailbox, results: str
) -> None:
    headers = {"Authentication_Results": results} if results else {}
    with_mark = letters.came(
        letters.raw("Раз", by="boris@desk.test", to=token(ticket, "boris@desk.test"), **headers), box
    )
    assert with_mark.message.kind == MessageKind.HEARD
    assert "agent_unproved" in with_mark.message.doubts
    threaded = letters.raw(
        "Два", by="boris@desk.test", in_reply_to=f"<{message_ids.fresh(ticket)}>", **headers
    )
    assert is_linked(letters.came(threaded, box), ticket)


def test_sec_25_proof_without_a_mark_is_not_enough(ticket: Ticket, boris: Person, box: Mailbox) -> None:
    inbound = letters.came(
        letters.raw(
            by="boris@desk.test",
            in_reply_to=f"<{message_ids.fresh(ticket)}>",
            Authentication_Results="mx.desk.test; dmarc=pass header.from=desk.test",
        ),
        box,
    )
    assert inbound.message.kind == MessageKind.HEARD
    assert is_linked(inbound, ticket)


def test_sec_25_the_address_of_a_former_colleague_proves_nothing(
    ticket: Ticket, boris: Person, box: Mailbox
) -> None:
    Person.objects.filter(pk=boris.pk).update(is_active=False)
    inbound = letters.came(
        letters.raw(
            by="boris@desk.test",
            to=token(ticket, "boris@desk.test"),
            Authentication_Results="mx.desk.test; dmarc=pass header.from=desk.test",
        ),
        box,
    )
    assert is_linked(inbound, ticket)


def test_sec_26_one_changed_sign_threads_nothing(anna: Person, ticket: Ticket, box: Mailbox) -> None:
    stranger_to_it = make.ticket()
    good = message_ids.reply_token(ticket, "anna@romashka.test")
    swapped = f"{stranger_to_it.number}-{good.partition('-')[2]}"
    inbound = letters.came(letters.raw(to=f"support+{swapped}@desk.test"), box)
    assert inbound.ticket not in (ticket, stranger_to_it)
    sent = message_ids.fresh(stranger_to_it)
    broken = sent.replace(sent.split(".")[3][:1], "b" if sent.split(".")[3][0] != "b" else "c", 1)
    assert letters.came(letters.raw(in_reply_to=f"<{broken}>"), box).ticket != stranger_to_it


def _corpus() -> list[dict[str, object]]:
    path = Path(os.environ.get("OKNO_CORPUS", "/nonexistent")) / "mail" / "followup_cases.json"
    if not path.is_file():
        path = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "mail" / "followup_cases.json"
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"] if path.is_file() else []
    return [
        case for case in cases if case["common_sense"] and "group says" not in case["known"].get("ticket", "")
    ]


# An empty list of cases would be one silent skip: nothing would tell that a file is missing.
@pytest.mark.parametrize(
    "case", _corpus() or [None], ids=lambda case: case["mail"]["subject"][:30] if case else "no corpus"
)
def test_rel_26_the_corpus_of_follow_ups(case: dict | None, box: Mailbox) -> None:
    """A number counts in our own spelling; the pointers and the answers are those of the corpus."""
    if case is None:
        lacking("the corpus of real letters has no mail/followup_cases.json; set OKNO_CORPUS")
    known, mail = case["known"], case["mail"]
    first = letters.came(
        letters.raw(subject=known.get("subject", "Тема"), message_id=known.get("message_id")), box
    )
    number = str(first.ticket.number)
    subject = (
        mail["subject"].replace("Ticket#number", f"№ {number}").replace("Feature request #2", f"№ {number}")
    )
    headers = (
        {"references": " ".join(f"<{one}>" for one in mail.get("references", []))}
        if mail.get("references")
        else {}
    )
    if mail.get("in_reply_to"):
        headers["in_reply_to"] = f"<{mail['in_reply_to']}>"
    second = letters.came(letters.raw("Ещё раз", subject=subject, **headers), box)
    assert (second.ticket == first.ticket) == case["is_follow_up"]


def test_numbers_that_a_subject_may_name() -> None:
    assert tracing.numbers_in("Re: [№ 1001] Принтер") == [1001]
    assert tracing.numbers_in("по обращению 1002 и заявке №1003") == [1003, 1002]
    assert tracing.numbers_in("JIRA-17 [bogus#1] 2026") == []


def test_a_letter_that_a_colleague_moves_stands_in_its_new_ticket_and_says_who_moved_it(
    box: Mailbox, ticket: Ticket, anna: Person, boris: Person, run_jobs: Callable[..., object]
) -> None:
    other = make.ticket(by=anna)
    inbound = letters.came(letters.raw("А стул?", subject=f"Re: [№ {ticket.number}]"), box)
    assert inbound.message is not None
    move_message(inbound.message, other, by=boris)
    run_jobs(only="react")
    run_jobs(only="react")
    inbound.refresh_from_db()
    assert inbound.ticket == other
    assert letters.codes(inbound).count("moved_by") == 1
    told = recorder.explain(inbound)[-1]
    assert "Борис Орлов" in told
    assert str(ticket.number) in told
    assert str(other.number) in told
    fresh = move_out(Message.objects.get(pk=inbound.message.pk), other, by=boris)
    run_jobs(only="react")
    inbound.refresh_from_db()
    assert (inbound.ticket, letters.codes(inbound).count("moved_by")) == (fresh, 2)
    undo_split(Split.objects.get(target=fresh), by=boris)
    run_jobs(only="react")
    inbound.refresh_from_db()
    assert (inbound.ticket, letters.codes(inbound).count("moved_by")) == (other, 3)
    again = letters.came(letters.raw("И ещё", in_reply_to=f"<{inbound.rfc_message_id}>"), box)
    assert again.ticket == other
