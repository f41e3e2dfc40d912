"""The messenger: joined by a code that is shown once, told once and without customers' names, left when it shuts the bot out."""

import logging
from collections.abc import Callable, Iterator
from datetime import time, timedelta

import pytest
import time_machine
from django.test import Client

from okno.channels.messenger.listen import hear_what_is_said, look_for_said
from okno.channels.models import Bot
from okno.core import clock
from okno.core.sealed import unseal
from okno.desk.actions.assign import assign
from okno.desk.models import Ticket
from okno.notify.actions.choose import choose
from okno.notify.actions.join import make_code
from okno.notify.actions.read import read
from okno.notify.actions.send_line import send
from okno.notify.models import Chat, ChatLine, JoinCode, News, Notice
from okno.notify.plan import PUSH_WAITS
from okno.people.models import Person
from okno.setup.actions.save import save
from okno.setup.file import export
from okno.setup.models import Change
from okno.setup.setups import MESSENGER
from tests import make
from tests.notify.bot_api import TOKEN, Messenger, messenger

pytestmark = pytest.mark.django_db
Run = Callable[..., int]


@pytest.fixture(scope="module")
def running() -> Iterator[Messenger]:
    with messenger() as one:
        yield one


@pytest.fixture
def telegram(running: Messenger, gleb: Person) -> Messenger:
    """A messenger with the bot of the desk; nobody has written yet."""
    running.refuses, running.updates, running.said, running.asked, running.webhook = [], [], [], [], ""
    set_up(gleb, api=running.address, secret=TOKEN, is_active=True)
    return running


@pytest.fixture
def joined(telegram: Messenger, boris: Person) -> Messenger:
    """Boris hears the desk there."""
    telegram.write(f"/start {make_code(by=boris)}")
    hear_what_is_said(seconds=0)
    telegram.said.clear()
    return telegram


@pytest.fixture
def office(gleb: Person) -> Client:
    client = Client(HTTP_HOST="desk.test", HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(gleb, backend="okno.login.backends.ByMailAddress")
    return client


def set_up(by: Person, **values: object) -> None:
    save(MESSENGER, MESSENGER.rows().get(), values, by=by)


def say_all(run_jobs: Run, *, after: timedelta = timedelta()) -> None:
    """Let the seconds pass in which news gather, and all that is due be said."""
    with time_machine.travel(clock.now() + PUSH_WAITS + timedelta(seconds=1) + after, tick=False):
        run_jobs(only="notify.push_due")
        run_jobs(only="notify.send_line")


def test_a_code_joins_the_chat_from_which_it_comes_once(
    telegram: Messenger, boris: Person, vera: Person
) -> None:
    code = make_code(by=boris)
    telegram.write(f"/start {code}", chat=77, name="Боря")
    assert hear_what_is_said(seconds=0) == 1
    assert [(one.person, one.chat, one.called) for one in Chat.objects.all()] == [(boris, 77, "Боря")]
    telegram.write(f"/start {code}", chat=78)
    assert hear_what_is_said(seconds=0) == 1, "what was heard is not heard again"
    assert Chat.objects.get().chat == 77
    assert [chat for chat, _text in telegram.said] == [77, 78]
    telegram.write(make_code(by=vera), chat=77)
    hear_what_is_said(seconds=0)
    assert Chat.objects.get().person == vera, "one chat is one person's"


def test_sec_an_old_code_a_foreign_word_and_a_group_join_nobody(telegram: Messenger, boris: Person) -> None:
    code = make_code(by=boris)
    assert JoinCode.objects.get().digest != code
    telegram.write(f"/start {code}", kind="group")
    telegram.write("Здравствуйте, у меня не печатает принтер")
    telegram.write("/start")
    telegram.updates += [{"update_id": 900}, {"update_id": 901, "message": {"chat": "?", "text": 5}}]
    hear_what_is_said(seconds=0)
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        telegram.updates.append(telegram.updates[0] | {"update_id": 902})
        telegram.updates[-1]["message"] = telegram.updates[0]["message"] | {
            "chat": {"id": 5, "type": "private"}
        }
        hear_what_is_said(seconds=0)
    assert not Chat.objects.exists()
    assert Bot.objects.get().offset == 903
    assert len(telegram.said) == 3, "each who writes alone is answered once"


def test_news_are_said_once_with_number_subject_reason_and_link_and_nothing_of_the_customer(
    joined: Messenger, mine: Ticket, writes: Callable[..., None], run_jobs: Run
) -> None:
    writes(mine, "Мой пароль 12345, телефон +7 900 000-00-00")
    say_all(run_jobs)
    say_all(run_jobs)
    for line in ChatLine.objects.values_list("pk", flat=True):
        send(line)
    [(chat, text)] = joined.said
    assert chat == 77
    assert text.splitlines() == [
        f"№ {mine.number} · Принтер гудит",
        "Клиент пишет в моё обращение",
        f"http://desk.test/tickets/{mine.number}/",
    ]


def test_whoever_has_read_it_wishes_not_to_hear_it_or_sleeps_is_told_nothing(
    joined: Messenger, mine: Ticket, writes: Callable[..., None], boris: Person, run_jobs: Run
) -> None:
    writes(mine)
    read(by=boris)
    say_all(run_jobs)
    choose(by=boris, matrix={"customer_wrote": ["bell"]})
    writes(mine)
    say_all(run_jobs)
    now = clock.now().astimezone()
    quiet = {"quiet_begins": time(0, 0), "quiet_ends": time(23, 59)}
    assert now.time() < time(23, 58)
    choose(by=boris, matrix={}, **quiet)
    writes(mine)
    say_all(run_jobs)
    assert joined.said == []
    assert News.objects.filter(person=boris, chat_at__isnull=False, read_at=None).count() == 1


def test_a_messenger_that_wants_to_be_left_alone_is_and_what_failed_is_said_later_once(
    joined: Messenger, mine: Ticket, writes: Callable[..., None], run_jobs: Run
) -> None:
    joined.refuses = [(429, 120), (502, None)]
    writes(mine)
    begin = clock.now()
    say_all(run_jobs)
    line = ChatLine.objects.get()
    assert (line.attempts, line.claimed_at) == (0, None)
    assert line.not_before >= begin + timedelta(seconds=120)
    say_all(run_jobs, after=timedelta(seconds=60))
    assert joined.said == []
    say_all(run_jobs, after=timedelta(seconds=130))
    say_all(run_jobs, after=timedelta(seconds=200))
    assert len(joined.said) == 1
    assert not ChatLine.objects.exists()


def test_whoever_shuts_the_bot_out_is_joined_no_more_and_the_bell_says_so(
    joined: Messenger,
    mine: Ticket,
    writes: Callable[..., None],
    boris: Person,
    as_boris: Client,
    run_jobs: Run,
) -> None:
    joined.refuses = [(403, None)]
    writes(mine)
    say_all(run_jobs)
    assert not Chat.objects.exists()
    assert Notice.objects.get(read_at=None).person == boris
    assert "Мессенджер вам больше ничего не сообщает" in as_boris.get("/notifications/").content.decode()
    writes(mine)
    assert not News.objects.filter(chat_at__isnull=False).exists()


def test_one_leaves_by_a_word_or_on_the_page(joined: Messenger, boris: Person, as_boris: Client) -> None:
    joined.write("/stop")
    hear_what_is_said(seconds=0)
    assert not Chat.objects.exists()
    assert as_boris.post("/me/notifications/messenger/leaving/").status_code == 404
    answer = as_boris.post("/me/notifications/messenger/").content.decode()
    assert "https://t.me/romashka_desk_bot?start=" in answer
    code = answer.partition('value="/start ')[2].partition('"')[0]
    joined.write(f"/start {code}")
    hear_what_is_said(seconds=0)
    assert Chat.objects.get().person == boris
    assert as_boris.post("/me/notifications/messenger/leaving/").status_code == 302
    assert not Chat.objects.exists()


def test_what_is_not_shown_in_the_matrix_stays_as_it_was(
    joined: Messenger, gleb: Person, boris: Person, as_boris: Client
) -> None:
    assert 'name="assigned.messenger"' in as_boris.get("/me/notifications/").content.decode()
    set_up(gleb, is_active=False)
    page = as_boris.get("/me/notifications/").content.decode()
    assert 'name="assigned.messenger"' not in page
    form = {"assigned.bell": "on", "digest": "never", "digest_hour": "9"}
    assert as_boris.post("/me/notifications/", form).status_code == 302
    boris.wishes.refresh_from_db()
    assert {str(way) for way in boris.wishes.ways("assigned")} == {"bell", "messenger"}


def test_whoever_works_here_no_more_hears_nothing(
    joined: Messenger, anna: Person, boris: Person, vera: Person, run_jobs: Run
) -> None:
    ticket = make.ticket(by=anna)
    assign(ticket, owner=boris, by=vera)
    run_jobs(only="react")
    with time_machine.travel(clock.now() + PUSH_WAITS + timedelta(seconds=1), tick=False):
        run_jobs(only="notify.push_due")
        Person.objects.filter(pk=boris.pk).update(is_active=False)
        run_jobs(only="notify.send_line")
    assert (joined.said, Chat.objects.count()) == ([], 0)


def test_one_listens_at_a_time(telegram: Messenger) -> None:
    Bot.objects.update(listens_until=clock.now() + timedelta(seconds=30))
    assert hear_what_is_said(seconds=0) is None
    assert telegram.asked == []


def test_whoever_finds_the_ear_taken_leaves_it_to_the_one_who_listens(
    telegram: Messenger, run_jobs: Callable[..., int]
) -> None:
    """Each minute's sweep would begin one more endless row of jobs."""
    Bot.objects.update(
        listens_until=clock.now() + timedelta(seconds=30), expects_until=clock.now() + timedelta(minutes=9)
    )
    look_for_said(0)
    assert run_jobs(only="channels.messenger.listen") == 1
    assert run_jobs(also_later=True, only="channels.messenger.listen") == 0


def test_the_token_is_never_shown_nor_logged_and_goes_to_no_other_server(
    telegram: Messenger, office: Client, caplog: pytest.LogCaptureFixture
) -> None:
    path = f"/settings/messenger/{Bot.objects.get().pk}/"
    page = office.get(path)
    assert TOKEN not in page.content.decode() + export()
    assert Change.objects.filter(what="messenger").latest("pk").after["secret"] == "changed"
    form = {"api": "https://evil.test", "is_active": "on", "seen": page.context["seen"]}
    assert "secret" in office.post(path, form).context["form"].errors
    set_up(Person.objects.get(role="administrator"), api="http://127.0.0.1:9")
    assert Bot.objects.get().secret == ""
    set_up(Person.objects.get(role="administrator"), secret=TOKEN)
    with caplog.at_level(logging.INFO):
        assert hear_what_is_said(seconds=0) == 0
    assert unseal(Bot.objects.get().secret) == TOKEN
    assert "not reached" in caplog.text
    assert TOKEN not in caplog.text


def test_the_check_really_asks_who_the_bot_is(telegram: Messenger, office: Client) -> None:
    path = f"/settings/messenger/{Bot.objects.get().pk}/check/"
    steps = office.post(path).context["steps"]
    assert [(step.is_well, step.words) for step in steps] == [(True, "@romashka_desk_bot"), (True, "")]
    telegram.webhook = "https://other.test/hook"
    assert [step.is_well for step in office.post(path).context["steps"]] == [True, False]
    set_up(Person.objects.get(role="administrator"), secret=TOKEN[:-1] + "x")
    assert [step.is_well for step in office.post(path).context["steps"]] == [False]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"api": "http://api.telegram.org"}, "api"), ({"api": "https://a@b.test"}, "api"),
     ({"secret": "../../getMe"}, "secret"), ({"secret": ""}, "secret")],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(office: Client, wrong: dict[str, str], field: str) -> None:
    path = f"/settings/messenger/{MESSENGER.rows().get().pk}/"
    form = {"api": "https://api.telegram.org", "is_active": "on", "secret": TOKEN} | wrong
    answer = office.post(path, form | {"seen": office.get(path).context["seen"]})
    assert (answer.status_code, field in answer.context["form"].errors) == (422, True)
