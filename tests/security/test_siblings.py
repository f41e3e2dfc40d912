"""Checks that stood at one door and were forgotten at another; each failed before it was mended."""

import pytest
from django.test import Client

from okno.channels.mail.addressees import without_mark
from okno.desk import links, message_ids
from okno.desk.actions.classify import set_requester
from okno.desk.actions.merge import merge
from okno.desk.actions.reply import reply
from okno.people.models import Person
from tests import make
from tests.channels import letters

pytestmark = pytest.mark.django_db
REFUSED = "mx.desk.test; dmarc=fail header.from=romashka.test; spf=fail smtp.mailfrom=anna@romashka.test"
GIVEN = "mx.desk.test; dmarc=pass header.from=desk.test"


def test_sec_14_a_delivery_report_about_a_hidden_ticket_is_hidden_too(
    as_boris: Client, anna: Person, vera: Person
) -> None:
    """The report comes to the common address; its bytes quote the letter that came back."""
    team = make.team(is_closed=True)
    team.memberships.create(person=vera)
    ticket = make.ticket(by=anna, team=team)
    answer = reply(ticket, "Оклад повышен.", by=vera, undo_seconds=0)
    came = letters.came(
        letters.raw("Оклад повышен.", message_id=answer.rfc_message_id, by="Окно <support@desk.test>")
    )
    assert came.ticket == ticket
    for tail in ("", "raw/"):
        assert as_boris.get(f"/quarantine/{came.pk}/{tail}").status_code == 404


def test_sec_14_a_person_known_from_a_closed_team_alone_does_not_exist(
    as_boris: Client, anna: Person
) -> None:
    make.ticket(by=anna, team=make.team(is_closed=True))
    assert as_boris.get(f"/people/{anna.pk}/").status_code == 404
    make.ticket(by=anna)
    assert as_boris.get(f"/people/{anna.pk}/").status_code == 200


def test_sec_14_the_rail_names_no_hidden_ticket_that_was_merged_in(
    as_boris: Client, anna: Person, gleb: Person
) -> None:
    hidden, shown = make.ticket(by=anna, team=make.team(is_closed=True)), make.ticket(by=anna)
    row = merge(hidden, shown, by=gleb)
    page = as_boris.get(f"/tickets/{shown.number}/around/").content.decode()
    assert f"merger/{row.pk}/undoing" not in page
    assert f";{hidden.number} " not in page


def test_sec_23_an_automatic_answer_that_our_server_does_not_vouch_for_joins_nothing(anna: Person) -> None:
    ticket = make.ticket(by=anna)
    box = letters.mailbox(trusted_authserv_id="mx.desk.test")
    forged = letters.raw(
        "Автоответ: пароль смените на 123.", Auto_Submitted="auto-replied", Authentication_Results=REFUSED
    )
    came = letters.came(forged, box)
    assert came.ticket != ticket
    assert ticket.messages.count() == 1


def test_sec_25_the_mark_of_an_agent_who_left_the_closed_team_opens_nothing(
    anna: Person, boris: Person
) -> None:
    team = make.team(is_closed=True)
    ticket = make.ticket(by=anna, team=team)
    box = letters.mailbox(trusted_authserv_id="mx.desk.test")
    to = f"support+{message_ids.reply_token(ticket, 'boris@desk.test')}@desk.test"
    assert without_mark(to) == "support@desk.test"
    letter = letters.raw(
        "От имени команды.", by="Борис <boris@desk.test>", to=to, Authentication_Results=GIVEN
    )
    came = letters.came(letter, box, to=to)
    assert came.ticket != ticket
    assert ticket.messages.count() == 1


def test_sec_48_the_link_of_a_colleague_who_asks_no_longer_leads_nowhere(anna: Person, boris: Person) -> None:
    """A link is a right in a letter box: it must not live on the wider rights of those who work here."""
    ticket = make.ticket(by=boris)
    path = "/t/" + links.make(ticket, boris).rstrip("/").rpartition("/")[2] + "/"
    visitor = Client(HTTP_HOST="desk.test")
    assert visitor.get(path).status_code == 200
    set_requester(ticket, anna, by=boris)
    assert visitor.get(path).status_code == 404
    assert visitor.post(f"{path}answers/", {"text": "Я ещё здесь"}).status_code == 404
