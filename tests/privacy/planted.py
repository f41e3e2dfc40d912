"""A person whose name and words stand wherever the desk keeps any, each with one mark; and the walk that looks for it."""

from dataclasses import dataclass, field

from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from okno.automation.actions.keep_rule import keep_rule
from okno.automation.conditions import meant
from okno.automation.models import Rule
from okno.catalog.approvals import DEFAULTS
from okno.channels.actions.set_up_chat import set_up_chat, the_chat_desk
from okno.channels.chat import talk, visitors
from okno.channels.models import Delivery, DeliveryState, Inbound, Mailbox
from okno.channels.sealed_letters import queue_login
from okno.community.actions.report import report
from okno.community.actions.tell_helped import tell_helped
from okno.community.models import Picture
from okno.core import clock, files
from okno.desk.actions import bulk
from okno.desk.actions.ask_approval import ask_for_approval
from okno.desk.actions.classify import set_field, set_requester, set_subject, set_tags
from okno.desk.actions.close import confirm, reopen
from okno.desk.actions.decide import refuse
from okno.desk.actions.hear import Heard, NewFile
from okno.desk.actions.keep_view import keep_view
from okno.desk.actions.note import note
from okno.desk.actions.participate import add_participant
from okno.desk.actions.rate import rate
from okno.desk.actions.reply import reply
from okno.desk.actions.request import request
from okno.desk.actions.tell_delivery import tell_delivery
from okno.desk.models import ApprovalQuestion, SavedView, Ticket
from okno.feedback.actions.answer import answer
from okno.feedback.models import Invitation, Wave
from okno.knowledge.models import Helped
from okno.people.actions.addresses import add_address
from okno.people.actions.drop_address import drop_address
from okno.people.actions.meet import robot
from okno.people.actions.write_down_address import write_down_address
from okno.people.models import Channel, Person
from okno.setup import setups
from okno.setup.actions.save import save
from tests import make
from tests.channels import letters
from tests.community import making
from tests.security.shelves import miss, shelve

MARK = "zorkaq"
MAIL = f"{MARK}@romashka.test"
PICTURE = b"\x89PNG\r\n\x1a\n" + MARK.encode()
PURSE = 60  # characters of a find that a failing test shows


def word(place: str) -> str:
    """A word that names its place."""
    return f"{MARK}-{place}"


@dataclass
class Planted:
    """The person, and what others said in the same tickets."""

    person: Person
    other: Person
    agent: Person
    boss: Person
    ticket: Ticket
    kept: list[str] = field(default_factory=list)


def plant() -> Planted:
    """Let somebody live through all that a customer can do."""
    boss, agent = make.administrator(email="boss@desk.test"), make.agent(email="agent@desk.test")
    other = make.person("Григорий Чужой", "other@romashka.test")
    company = make.organisation("ООО «Ромашка»", "romashka.test")
    row, _ = save(
        setups.CUSTOMERS,
        None,
        {
            "name": f"{MARK.title()} Белова",
            "email": MAIL,
            "role": "customer",
            "language": "ru",
            "phones": ["+7 912 345-67-89"],
        },
        by=boss,
    )
    person = Person.objects.get(pk=row.pk)
    Person.objects.filter(pk=person.pk).update(organisation=company, signature=word("signature"))
    person.refresh_from_db()
    save(setups.CUSTOMERS, person, {"name": f"{MARK.title()} Чернова"}, by=boss)
    person.refresh_from_db()
    add_address(person, Channel.TELEGRAM, word("telegram"))
    planted = Planted(person, other, agent, boss, _by_mail(person, other, agent))
    _from_an_old_address(person, boss)
    _by_form(planted)
    _approves(planted)
    _in_chat(planted)
    _elsewhere(planted)
    _colleagues_say(planted)
    _logged_in(person)
    return planted


def finds() -> list[str]:
    """Return every place of the database where the mark stands: table, and a little of the row."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT t::text FROM "{table}" t WHERE t::text ILIKE %s OR t::text LIKE %s OR t::text LIKE %s',
                [f"%{MARK}%", f"%{MARK.encode().hex()}%", "%9123456789%"],
            )
            for (row,) in cursor.fetchall():
                at = max(row.lower().find(MARK), 0)
                found.append(f"{table}: …{row[max(at - PURSE, 0) : at + PURSE]}…")
    sessions = [session.pk for session in Session.objects.all() if MARK in str(session.get_decoded())]
    return [*found, *(f"django_session: {pk}" for pk in sessions)]


def _from_an_old_address(person: Person, boss: Person) -> None:
    """A letter from an address that was removed afterwards."""
    old = write_down_address(person, f"{MARK}-old@mail.test", by=boss)
    letters.came(
        letters.raw("Пишу со старого адреса.", by=f"<{old.value}>", message_id="old@mail.test"),
        Mailbox.objects.get(),
    )
    drop_address(old, by=boss)


def _by_mail(person: Person, other: Person, agent: Person) -> Ticket:
    box = letters.mailbox()
    content = letters.raw(
        f"Пишу вам: {word('text')}\n\n-- \nС уважением, {word('letter-signature')}",
        by=f"{MARK.title()} Чернова <{MAIL}>",
        subject=word("subject"),
        message_id=f"{word('message-id')}@romashka.test",
        files=((f"{word('file')}.txt", word("bytes").encode()),),
    )
    inbound = letters.came(content, box, to="support@desk.test", envelope_from=MAIL)
    ticket = Ticket.objects.get(pk=inbound.ticket_id)
    add_participant(ticket, other, by=agent)
    make.message(by=other, ticket=ticket, text="Чужие слова остаются.")
    reply(ticket, "Ответ специалиста остаётся.", by=agent)
    note(ticket, "Заметка остаётся.", by=agent)
    set_field(ticket, "Договор", word("field"), by=agent)
    set_tags(ticket, [MAIL], by=agent)
    set_subject(ticket, f"Снова {word('subject-two')}", by=agent)
    make.message(
        by=person,
        ticket=ticket,
        text=word("again"),
        files=(NewFile(file=files.keep(PICTURE), name=f"{word('photo')}.png", alt=word("alt")),),
    )
    set_requester(ticket, other, by=agent)
    set_requester(ticket, person, by=agent)
    tell_delivery(
        ticket,
        by=robot(),
        kind="delivery.failed",
        address=MAIL,
        reason=f"550 <{MAIL}>",
        message=ticket.messages.first(),
    )
    tell_delivery(ticket, by=agent, kind="delivery.stopped", address=MAIL)
    Delivery.objects.filter(address=MAIL).update(diagnostic=f"550 {MAIL}", state=DeliveryState.SENT)
    queue_login(MAIL, "{}")
    ticket.refresh_from_db()
    confirm(ticket, by=person)
    rate(ticket, 2, by=person, words=word("rating"))
    reopen(ticket, by=person, why=word("reopening"))
    bounce = letters.raw(
        "Undelivered", by="mailer-daemon@relay.test", subject=word("bounce"), message_id="bounce@relay.test"
    )
    lost = letters.came(bounce, box)
    Inbound.objects.filter(pk=lost.pk).update(
        decisions=[{"code": "bounce_settled", "facts": {"address": MAIL, "outcome": "x"}}]
    )
    miss(ticket)
    return ticket


def _by_form(planted: Planted) -> None:
    make.service("Кадры", team=make.team("Первая"))
    make.team("Техника")
    plain = {
        "name": "Новый сотрудник",
        "service": "Кадры",
        "kind": "request",
        "priority": "medium",
        "questions": [{"key": "who", "kind": "person", "label": "Кто выходит", "required": True}],
        "parts": [{"name": "Ноутбук", "team": "Техника"}],
    }
    kind = save(setups.REQUEST_TYPES, None, plain, by=planted.boss)[0]
    heard = Heard(text="", at=clock.now(), door="portal")
    request(kind.versions.latest("number"), {"who": word("form")}, heard, by=planted.person)


def _approves(planted: Planted) -> None:
    ticket = make.ticket(by=planted.other, text="Чужая просьба")
    ask_for_approval(
        ticket, [{**DEFAULTS, "people": [planted.person.pk]}], by=planted.agent, what=f"Спросить: {MAIL}"
    )
    question = ApprovalQuestion.objects.get(person=planted.person)
    refuse(question, by=planted.person, reason=word("refusal"))
    add_participant(
        make.ticket(by=planted.other, text="Вместе"), planted.person, by=planted.other, called=MAIL
    )


def _in_chat(planted: Planted) -> None:
    row = the_chat_desk().get()
    row.is_active, row.team = True, make.team("Чат")
    set_up_chat(row)
    visitor = visitors.logged_in(planted.person)
    talk.begin(
        visitor,
        word("chat"),
        key="k",
        email=f"{word('claimed')}@mail.test",
        page=f"https://romashka.test/{word('page')}",
        context={"tariff": word("context")},
    )


def _elsewhere(planted: Planted) -> None:
    making.opened()
    post = making.post(planted.person, word("title"), word("post"), tags=[word("tag")])
    making.reply(post, planted.other, "Чужой ответ остаётся.")
    answered = making.post(planted.other, "Чужой вопрос", "Чужие слова вопроса")
    making.reply(answered, planted.person, word("answer"))
    report(making.post(planted.other, "Ещё вопрос", "Слова"), word("report"), by=planted.person)
    tell_helped(answered, is_yes=False, key="v", by=planted.person, asked=word("vain"))
    Picture.objects.create(
        post=post, by=planted.person, file=files.keep(PICTURE), name=f"{word('picture')}.png", at=clock.now()
    )
    wave = Wave.objects.create(
        name="Осень", begins_on=clock.now().date(), by=planted.boss, at=clock.now(), asked_at=clock.now()
    )
    asked = Invitation.objects.create(wave=wave, person=planted.person, at=clock.now())
    answer(asked, 3, word("nps"))
    article = shelve(planted.person.organisation, planted.agent, planted.boss, planted.other)["foreign"]
    Helped.objects.create(
        article=article,
        version=article.version,
        is_yes=False,
        asked=word("asked"),
        person=planted.person,
        key="v",
        at=clock.now(),
    )


def _colleagues_say(planted: Planted) -> None:
    """What colleagues look for and let the desk do about this very person."""
    mine = [{"fits": "all", "of": [{"about": "words", "values": [MAIL]}]}]
    keep_rule(Rule(name="О ней", conditions=meant(mine), kind="question"), tags=(), watchers=())
    keep_view(SavedView(owner=planted.agent, name="Её", query=MAIL), by=planted.agent)
    bulk.start("tag", MAIL, [planted.ticket.number], by=planted.agent)


def _logged_in(person: Person) -> None:
    client = Client(HTTP_HOST="desk.test", HTTP_USER_AGENT=word("browser"))
    client.force_login(person, backend="okno.login.backends.ByMailAddress")
    client.get("/my/")
