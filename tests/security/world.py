"""One world for all proofs of safety: three tickets full of marked words, and everybody who might look at them.

`open` is Anna's in an open team, `foreign` is Grigory's of another company, `closed` belongs to a team whose work only its
members see. Every ticket holds everything that a ticket can hold; each word in it names its ticket and its place.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.test import Client

from okno.automation.actions.try_out import try_out
from okno.automation.models import Rule
from okno.catalog.approvals import DEFAULTS
from okno.catalog.models import RequestType
from okno.channels.models import Delivery, DeliveryState, Inbound, InboundState, Mailbox, Widget
from okno.channels.models.delivery import Purpose
from okno.community.models import Post
from okno.core import clock, files
from okno.desk import links
from okno.desk.actions import bulk
from okno.desk.actions.ask_approval import ask_for_approval
from okno.desk.actions.assign import assign
from okno.desk.actions.breach import excuse, explain
from okno.desk.actions.classify import set_field, set_service, set_tags
from okno.desk.actions.close import confirm, reopen
from okno.desk.actions.hear import NewFile
from okno.desk.actions.index import index_all
from okno.desk.actions.keep_view import keep_view
from okno.desk.actions.link import link
from okno.desk.actions.log_work import log_work
from okno.desk.actions.merge import merge
from okno.desk.actions.merge_people import merge_people
from okno.desk.actions.note import note
from okno.desk.actions.participate import add_participant, watch
from okno.desk.actions.rate import rate
from okno.desk.actions.rehearse import rehearse_version
from okno.desk.actions.reply import reply
from okno.desk.actions.revise_note import revise_note
from okno.desk.actions.save_draft import attach_to_draft, save_draft
from okno.desk.actions.split import split
from okno.desk.models import (
    ApprovalQuestion,
    Attachment,
    Blank,
    BreachReason,
    BulkRun,
    FilledForm,
    Merge,
    Message,
    SavedView,
    Split,
    Ticket,
    WorkLog,
)
from okno.desk.models.draft import DraftKind
from okno.feedback.actions.answer import answer
from okno.feedback.actions.listen import listen
from okno.feedback.actions.look_into import look_into
from okno.feedback.actions.plan_wave import plan_wave
from okno.feedback.actions.suggest import decide
from okno.feedback.models import Invitation, Review, Suggestion, Wave
from okno.knowledge.actions.wish import wish
from okno.knowledge.models import Article
from okno.notify.models import Browser, News
from okno.people.actions.addresses import mark_broken
from okno.people.actions.trust_address import trust_address
from okno.people.models import Address, Entrance, Person, PersonMerge, Role, Team
from okno.privacy.actions.ask_erasure import ask_erasure
from okno.privacy.actions.keep_look import looked_at_ticket
from okno.setup import setups
from okno.setup.actions.save import save
from okno.setup.models import Change
from okno.staffing.actions.be_away import be_away
from okno.staffing.actions.open_feed import open_feed
from okno.staffing.models import Absence
from okno.workspace.tickets import pictures
from tests import make
from tests.portal.canary import PICTURE
from tests.security.posts import write
from tests.security.shelves import miss, shelve
from tests.security.talks import chat

ROLES = (
    "anonymous",
    "requester",
    "colleague",  # of the requester: the same organisation, no part in the ticket
    "manager",
    "participant",
    "stranger",  # a customer of another organisation, who owns `foreign`
    "agent",  # a member of the closed team
    "outsider",  # an agent who is not
    "lead",  # nor is the lead
    "administrator",
    "dismissed",  # was an agent and a member of the closed team
)
CUSTOMERS = ROLES[1:6]


def word(place: str, where: str) -> str:
    """Return the marked word of this place of a ticket; what only the desk may read begins with `inner`."""
    return f"{'inner' if where in INNER else 'outer'}-{where}-{place}-kanarejka"


INNER = frozenset(
    "note before notefile tag field draft worklog undone raw bounce merged mailbox rating wish".split()
)


@dataclass
class Matter:
    """One ticket and what hangs on it."""

    ticket: Ticket
    requester: Person
    message: Message
    attachment: Attachment
    note: Message
    note_file: Attachment
    draft_file: Attachment
    delivery: Delivery
    merge: Merge
    person_merge: PersonMerge
    split: Split
    linked: Ticket
    participant: Person
    work: WorkLog
    quarantined: Inbound
    bounce: Inbound
    run: BulkRun
    view: SavedView
    token: str
    question: ApprovalQuestion  # of the colleague for `open`, of the agent for the others
    decides: str  # the link of a letter that asks it
    picture: str  # the reference to a picture of another server, made for the agent
    review: Review
    suggestion: Suggestion
    invitation: Invitation


@dataclass
class World:
    """The people by role, the tickets by name, and one browser for each person."""

    people: dict[str, Person]
    matters: dict[str, Matter]
    passkey: Authenticator
    change: Change
    mailbox: Mailbox
    entrance: Entrance
    macro: Blank
    request_type: RequestType
    absence: Absence
    feed: str  # the secret word of the agent's calendar
    articles: dict[str, Article]
    posts: dict[str, Post]
    wave: Wave
    widget: Widget
    chat_file: str  # the reference under which a window gets it
    clients: dict[str, Client] = field(default_factory=dict)
    paths: dict[tuple[str, int], str] = field(default_factory=dict)  # by address and matter

    def client(self, role: str) -> Client:
        """Return the browser of this person, as it is just after the login."""
        if role not in self.clients:
            browser = Client(HTTP_HOST="desk.test", HTTP_ACCEPT_LANGUAGE="en", raise_request_exception=False)
            if role != "anonymous":
                browser.force_login(self.people[role], backend="okno.login.backends.ByMailAddress")
            self.clients[role] = browser
        return self.clients[role]


def build() -> World:
    """Make the world through the verbs; the dismissed one logs in before and is dismissed after."""
    romashka = make.organisation("ООО «Ромашка»", "romashka.test")
    team, closed = make.team("Первая линия"), make.team("Кадры", is_closed=True)
    people = {
        "requester": make.person("Анна", "anna@romashka.test"),
        "colleague": make.person("Нина", "nina@romashka.test"),
        "manager": make.person("Пётр", "petr@romashka.test", role=Role.MANAGER),
        "participant": make.person("Олег", "oleg@partner.test"),
        "stranger": make.person("Григорий", "grigory@other.test"),
        "agent": make.agent("Борис", "boris@desk.test", teams=(team, closed)),
        "outsider": make.agent("Ирина", "irina@desk.test", teams=(team,)),
        "lead": make.lead("Вера", email="vera@desk.test", teams=(team,)),
        "administrator": make.administrator("Глеб", email="gleb@desk.test"),
        "dismissed": make.agent("Ушедший", "gone@desk.test", teams=(team, closed)),
    }
    Person.objects.filter(role__in=[Role.CUSTOMER, Role.MANAGER]).update(language="en")
    assert people["requester"].organisation == romashka
    for person in people.values():
        person.language = "en"
        person.save(update_fields=["language"])
    passkey = Authenticator.objects.create(
        user=make.person("Хозяйка ключа", "key@romashka.test"),
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "key", "credential": {}},
    )
    hidden = make.person(word("closed", "name"), f"{word('closed', 'address')}@hidden.test")
    agent, participant = people["agent"], people["participant"]
    change, mailbox, entrance, macro = _settings(people["administrator"], team)
    absence = be_away(agent, "training", by=agent, starts_at=clock.now() + timedelta(days=9), note="Курсы")
    asked = _request_type(people["administrator"])
    articles = shelve(romashka, agent, people["lead"], people["requester"])
    posts = write(people["requester"], people["stranger"], agent, people["administrator"])
    wave = plan_wave(
        Wave(name="Волна", begins_on=clock.now().date(), words="Мнение"), [], by=people["administrator"]
    )
    plain = {
        "name": "Виджет",
        "origins": ["https://romashka.test"],
        "links": [{"name": "MAX", "url": "https://max.test/romashka"}],
        "contexts": [{"page": "/kassy", "words": "чек"}],
    }
    widget, _added = save(setups.WIDGETS, None, plain, by=people["administrator"])
    world = World(
        people,
        {},
        passkey,
        change,
        mailbox,
        entrance,
        macro,
        asked,
        absence,
        open_feed(agent),
        articles,
        posts,
        wave,
        widget,
        chat(people["requester"], agent),
    )
    for name, requester, of_team in (
        ("open", people["requester"], team),
        ("foreign", people["stranger"], team),
        ("closed", hidden, closed),
    ):
        part = participant if name == "open" else make.person("Третий", f"third@{name}.test")
        decider = people["colleague"] if name == "open" else agent
        world.matters[name] = _matter(name, requester, of_team, agent, part, decider, wave)
        miss(world.matters[name].ticket)
    opened = world.matters["open"].ticket
    FilledForm.objects.create(
        ticket=opened,
        version=asked.versions.get(),
        answers={"what": "стол"},
        by=opened.requester,
        at=clock.now(),
    )
    looked_at_ticket(agent.pk, opened.pk)
    ask_erasure(people["requester"], by=people["requester"])
    for name, matter in world.matters.items():
        wish(matter.ticket, word(name, "wish"), by=agent)
    _tell_everybody(world)
    # A slow machine needs longer for all proofs than a run may be taken back.
    BulkRun.objects.update(ended_at=clock.now() + timedelta(days=1))
    assert [made for made, _total in index_all()], "the search knows the world"
    for role in ROLES:
        world.client(role)
    Person.objects.filter(pk=people["dismissed"].pk).update(is_active=False)
    return world


def _tell_everybody(world: World) -> None:
    """Put the first message of every ticket into every bell: who may not see the ticket must not see it there either."""
    for matter in world.matters.values():
        fact = matter.message.facts.get(kind="ticket.opened")
        known = {
            "fact": fact,
            "ticket": matter.ticket,
            "kind": "customer_wrote",
            "at": fact.at,
            "told_at": fact.at,
        }
        News.objects.bulk_create(News(person=person, **known) for person in world.people.values())
    Browser.objects.create(
        person=world.people["agent"], session_key="", endpoint="https://push.test/1", public_key="", secret="",
        agent="browser", named_at=clock.now(),
    )  # fmt: skip


def _settings(administrator: Person, team: Team) -> tuple[Change, Mailbox, Entrance, Blank]:
    """Change a team, open a mailbox and an entrance that are not the desk's, write a macro; all by an administrator."""
    save(setups.BLANKS, None, {"name": "Заготовка", "text": "Здравствуйте, {имя клиента}!"}, by=administrator)
    macro, _change = save(
        setups.BLANKS,
        None,
        {"name": "Макрос", "tags": ["vpn"], "to_me": True, "then": "resolve"},
        by=administrator,
    )
    save(setups.SHIFTS, None, {"name": "Смена", "week": {"mon": [["09:00", "18:00"]]}}, by=administrator)
    _team, change = save(setups.TEAMS, team, {"name": "Первая линия поддержки"}, by=administrator)
    assert change is not None
    mailbox, _change = save(setups.MAILBOXES, None, {"address": "help@desk.test"}, by=administrator)
    save(setups.RULES, None, {"name": "Правило", "tags": ["vpn"], "at_opening": True}, by=administrator)
    try_out(Rule(name="Проба"), tags=["vpn"], watchers=(), wanted=1, by=administrator)
    told = {"letters": {"closed": {"texts": {"ru": "Закрыто: {номер}"}}}}
    save(setups.LOOP, setups.LOOP.rows().get(), told, by=administrator)
    save(setups.SYNONYMS, None, {"words": "касса, ккт"}, by=administrator)
    save(setups.KNOWLEDGE_SECTIONS, None, {"name": "Кассы"}, by=administrator)
    save(setups.OUTLINES, None, {"name": "Ошибка", "text": "## Что видно"}, by=administrator)
    save(setups.SUPPORT_LEVELS, None, {"name": "VIP"}, by=administrator)
    save(setups.ASSETS, None, {"organisation": "ООО «Ромашка»", "name": "Касса"}, by=administrator)
    save(setups.PURPOSES, None, {"name": "Согласие", "text": "Согласна"}, by=administrator)
    save(setups.POLICIES, None, {"name": "VIP", "support_level": "VIP"}, by=administrator)
    version = {
        "name": "VIP · 1",
        "policy": "VIP",
        "calendar": "Рабочие часы",
        "minutes": {"critical": {"reaction": 5}},
    }
    draft, _change = save(setups.VERSIONS, None, version, by=administrator)
    agreement = {
        "name": "Соглашение",
        "team": "Первая линия поддержки",
        "calendar": "Рабочие часы",
        "minutes": {"critical": 30},
    }
    save(setups.AGREEMENTS, None, agreement, by=administrator)
    rehearse_version(draft, months=3, by=administrator)
    entrance = {
        "name": "Outside",
        "issuer": "http://127.0.0.1:9",
        "client_id": "desk",
        "domains": ["other.test"],
    }
    kept, _change = save(setups.ENTRANCES, None, entrance, by=administrator)
    return change, mailbox, kept, macro


def _request_type(administrator: Person) -> RequestType:
    """Offer something that is asked for by a form."""
    save(setups.CATEGORIES, None, {"name": "Полка"}, by=administrator)
    save(setups.SERVICES, None, {"name": "Услуга каталога", "category": "Полка"}, by=administrator)
    field = {"name": "Точка", "kind": "choice", "choices": ["стойка"], "choices_en": ["desk"]}
    save(setups.FIELDS, None, field | {"service": "Услуга каталога"}, by=administrator)
    questions = [
        {"key": "what", "kind": "choice", "label": "Что", "choices": ["стол", "стул"], "required": True},
        {
            "kind": "text",
            "label": "Зачем",
            "help": "Словами",
            "when": [{"about": "what", "values": ["стол"]}],
        },
    ]
    plain = {"name": "Мебель", "description": "Столы", "service": "Услуга каталога", "questions": questions}
    asked, _change = save(setups.REQUEST_TYPES, None, plain, by=administrator)
    return asked


def _matter(
    name: str,
    requester: Person,
    team: Team,
    agent: Person,
    participant: Person,
    decider: Person,
    wave: Wave,
) -> Matter:
    long_ago = clock.now() - timedelta(hours=3)
    message = make.message(
        by=requester, team=team, subject=word(name, "subject"), text=word(name, "body"), at=long_ago,
        full_text=f"{word(name, 'body')}\n> {word(name, 'quoted')}",
        html=f'<p>{word(name, "html")}</p><img data-remote-src="http://127.0.0.1/x.png">',
        rfc_message_id=f"letter-{name}@hidden.test",
        files=[NewFile(file=files.keep(PICTURE), name=f"{word(name, 'file')}.png")],
    )  # fmt: skip
    ticket = message.ticket
    add_participant(ticket, participant, by=agent)
    second = make.message(by=requester, ticket=ticket, text=word(name, "second"), at=long_ago)
    paper = NewFile(file=files.keep(word(name, "notefile").encode()), name=f"{word(name, 'notefile')}.txt")
    noted = note(ticket, word(name, "before"), by=agent, files=[paper])
    revise_note(noted, word(name, "note"), by=agent)
    reply(ticket, word(name, "reply"), by=agent, at=long_ago, undo_seconds=0)
    ticket.clocks.filter(metric="first_reply").update(until=long_ago - timedelta(minutes=1))
    late = ticket.clocks.get(metric="first_reply").pk  # a missed one
    explain(ticket, late, BreachReason.objects.get_or_create(name="Форс-мажор")[0], note="Гроза", by=agent)
    excuse(ticket, late, 5, why="Света не было", by=agent)
    said = ticket.messages.get(kind="reply")
    delivery = Delivery.objects.create(
        ticket=ticket, message=said, purpose=Purpose.REPLY, recipient=requester, address=requester.email, state=DeliveryState.FAILED,  # noqa: E501
        rfc_message_id=said.rfc_message_id, not_before=long_ago, created_at=long_ago, reason="no such box", settled_at=long_ago,
    )  # fmt: skip
    set_service(ticket, make.service(), by=agent)  # the catalogue itself is open to all colleagues
    undone = reply(ticket, word(name, "undone"), by=agent)
    Message.objects.filter(pk=undone.pk).update(undone_at=clock.now())
    save_draft(ticket, DraftKind.REPLY, word(name, "draft"), by=agent)
    draft_file = attach_to_draft(ticket, DraftKind.REPLY, f"{word(name, 'draft')}.txt", b"draft", by=agent)
    work = log_work(ticket, 7, note=word(name, "worklog"), by=agent)
    set_tags(ticket, [word(name, "tag")], by=agent)
    set_field(ticket, word(name, "field"), word(name, "field"), by=agent)
    watch(ticket, by=agent)
    confirm(ticket, by=requester)
    rate(ticket, 2, by=requester, words=word(name, "rating"))
    listen(ticket.ratings.get())
    invitation = Invitation.objects.create(wave=wave, person=requester, at=long_ago)
    answer(invitation, 7, "Мнение")
    review, suggestion = Review.objects.get(rating__ticket=ticket), Suggestion.objects.get(ticket=ticket)
    if name != "open":
        look_into(review, word(name, "review"), by=agent)
        decide(suggestion, "new", word(name, "decision"), by=agent)
    reopen(ticket, by=agent)
    assign(ticket, owner=agent, team=team, by=agent)
    fresh = split(ticket, [second], subject=word(name, "split"), by=agent)
    poured = make.ticket(by=requester, team=team, subject=word(name, "poured"), text=word(name, "poured"))
    row = merge(poured, ticket, by=agent)
    double = make.person(word(name, "double"), f"{word(name, 'double')}@hidden.test")
    linked = make.ticket(by=requester, team=team, subject=word(name, "linked"), text=word(name, "linked"))
    link(ticket, linked, by=agent)
    ask_for_approval(ticket, [{**DEFAULTS, "people": [decider.pk]}], by=agent, what=word(name, "approval"))
    question = ApprovalQuestion.objects.get(step__approval__ticket=ticket)
    ticket.refresh_from_db()
    box = Mailbox.objects.create(address=f"{name}@desk.test", name=word(name, "mailbox"), team=team)
    _inbound(f"{name}-letter", word(name, "raw"), box, message=message, ticket=ticket)
    trust_address(_broken(requester), by=agent)
    return Matter(
        ticket=ticket,
        requester=requester,
        message=message,
        attachment=message.attachments.get(),
        note=noted,
        note_file=noted.attachments.get(),
        draft_file=draft_file,
        delivery=delivery,
        merge=row,
        person_merge=merge_people(double, requester, by=agent),
        split=Split.objects.get(target=fresh),
        linked=linked,
        participant=participant,
        work=work,
        quarantined=_inbound(f"{name}-poison", word(name, "quarantined"), box),
        # A delivery report comes to the common address, whatever ticket it tells about.
        bounce=_inbound(f"{name}-bounce", word(name, "bounce"), None, ticket=ticket),
        # It was so already: nothing changes.
        run=bulk.start("tag", word(name, "tag"), [ticket.number], by=agent),
        view=keep_view(SavedView(owner=agent, name=word(name, "view"), query=word(name, "view")), by=agent),
        token=links.make(ticket, requester).rstrip("/").rpartition("/")[2],
        question=question,
        decides=links.make_approval(question, "no").rstrip("/").rpartition("/")[2],
        picture=pictures.through_us(message.html, message, agent)
        .rpartition("/pictures/")[2]
        .partition("/")[0],
        review=review,
        suggestion=suggestion,
        invitation=invitation,
    )


def _broken(person: Person) -> Address:
    mark_broken(person.email)
    return person.addresses.get(normal=person.email)


def _inbound(key: str, words: str, box: Mailbox | None, **belongs: object) -> Inbound:
    state = InboundState.DONE if belongs else InboundState.QUARANTINED
    return Inbound.objects.create(
        external_id=key, sha256="0" * 64, size=len(words), raw=f"Subject: {words}\n\n{words}".encode(), mailbox=box,
        received_at=clock.now(), subject=words, sender=f"{words}@hidden.test", state=state,
        reason="" if belongs else "The letter is larger or deeper than the desk reads.",
        decisions=[{"code": "came", "facts": {"mailbox": words}}], **belongs,
    )  # fmt: skip
