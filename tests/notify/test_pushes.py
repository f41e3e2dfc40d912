"""Pushes: encrypted for the one browser, to public addresses alone, never twice, not after the logout."""

import threading
from base64 import urlsafe_b64decode
from datetime import timedelta

import py_vapid
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection, connections
from django.test import Client

from okno.core import clock
from okno.desk.actions.assign import take
from okno.notify.actions import send_push as sending
from okno.notify.actions.choose import choose
from okno.notify.actions.forget import forget
from okno.notify.actions.keep_key import desk_key
from okno.notify.actions.push import push_what_is_due
from okno.notify.actions.read import read
from okno.notify.actions.send_push import send
from okno.notify.jobs import sweep
from okno.notify.models import Browser, DeskKey, News, Push
from okno.notify.plan import PUSH_WAITS
from okno.notify.webpush import vapid
from okno.notify.webpush.encrypt import TEXT_AT_MOST, WrongKeys, encrypt, keys
from tests import make
from tests.notify.push_service import push_service

pytestmark = pytest.mark.django_db
WORLD = "127.0.0.9"


@pytest.fixture
def service(settings):
    settings.OPEN_NETWORKS = (f"{WORLD}/32",)
    with push_service(WORLD) as one:
        yield one


@pytest.fixture
def device(service, as_boris):
    """Boris' browser, named in his session."""
    one = service.device()
    assert as_boris.post("/me/notifications/browsers/", one.form).status_code == 204
    return one


def write_all(run_jobs):
    """Let the seconds pass in which news gather, and write the pushes."""
    with time_machine.travel(clock.now() + PUSH_WAITS + timedelta(seconds=1), tick=False):
        return run_jobs(only="notify.push_due")


def push_all(run_jobs):
    with time_machine.travel(clock.now() + PUSH_WAITS + timedelta(seconds=1), tick=False):
        return run_jobs(only="notify.push_due") + run_jobs(only="notify.send_push")


def test_a_push_comes_at_once_and_only_the_browser_can_read_it(mine, writes, device, run_jobs):
    writes(mine, "Он снова гудит.\nИ дымит.")
    push_all(run_jobs)
    assert device.shown == [
        {
            "title": f"№ {mine.number} · Принтер гудит",
            "body": "Анна Белова пишет: Он снова гудит. И дымит.",
            "url": f"/tickets/{mine.number}/",
            "tag": f"ticket-{mine.number}",
        }
    ]
    (head,) = device.heads
    assert head["content-encoding"] == "aes128gcm"
    assert head["topic"] == f"ticket-{mine.number}"
    assert int(head["ttl"]) > 0
    assert "cookie" not in head
    assert py_vapid.Vapid02.verify(head["authorization"])


def test_the_same_news_are_pushed_once_however_often_the_jobs_run(mine, writes, device, run_jobs):
    writes(mine)
    write_all(run_jobs)
    pk = Push.objects.get().pk
    push_all(run_jobs)
    send(pk)
    push_what_is_due()
    push_all(run_jobs)
    assert len(device.shown) == 1
    assert not Push.objects.exists(), "what has left is not kept"


def test_rel_20_a_worker_that_dies_while_the_service_thinks_leaves_no_second_push(
    mine, writes, device, run_jobs, monkeypatch
):
    writes(mine)
    write_all(run_jobs)

    async def dies(*_given, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr(sending, "_post", dies)
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        with pytest.raises(KeyboardInterrupt):
            send(Push.objects.get().pk)
        monkeypatch.undo()
        send(Push.objects.get().pk)
    assert device.heads == []


@pytest.mark.django_db(transaction=True)
def test_rel_20_two_workers_at_once_push_once(mine, writes, device, run_jobs):
    writes(mine)

    News.objects.update(push_at=clock.now())

    def work() -> None:
        push_what_is_due()
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert Push.objects.count() == 1
    pk = Push.objects.get().pk
    threads = [threading.Thread(target=lambda: (send(pk), connections.close_all())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(device.shown) == 1


def test_a_push_whose_job_was_lost_leaves_with_the_next_sweep(mine, writes, device, run_jobs):
    writes(mine)
    write_all(run_jobs)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'notify.send_push'")
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=False):
        sweep(0)
        run_jobs(only="notify.send_push")
    assert len(device.shown) == 1


def test_what_comes_in_one_go_is_one_push_and_what_is_read_at_once_is_none(
    anna, boris, mine, writes, device, run_jobs
):
    for _ in range(4):
        ticket = make.ticket(by=anna)
        take(ticket, by=boris)
        writes(ticket)
    writes(mine)
    writes(mine)
    read(by=boris, number=ticket.number)
    push_all(run_jobs)
    (shown,) = device.shown
    assert shown["title"] == "Новости в 4 обращениях"
    assert shown["url"] == "/notifications/"


def test_a_browser_that_is_gone_is_forgotten(mine, writes, device, service, run_jobs, as_boris):
    for status in (404, 410, 403):
        as_boris.post("/me/notifications/browsers/", device.form)
        service.says = [status]
        writes(mine)
        push_all(run_jobs)
        assert not Browser.objects.exists(), status


def test_a_busy_service_is_asked_again_later_and_the_read_is_pushed_no_more(
    mine, writes, device, service, run_jobs, boris
):
    service.says = [503, 429]
    writes(mine)
    push_all(run_jobs)
    assert device.shown == []
    for minutes in (1, 2):
        with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=False):
            run_jobs(only="notify.send_push")
    assert len(device.shown) == 1
    service.says = [503]
    writes(mine)
    push_all(run_jobs)
    read(by=boris)
    with time_machine.travel(clock.now() + timedelta(minutes=3), tick=False):
        run_jobs(only="notify.send_push")
    assert len(device.shown) == 1
    assert Browser.objects.exists()


def test_sec_39_after_the_logout_nothing_is_pushed(mine, writes, device, as_boris, run_jobs):
    as_boris.post("/logout/")
    writes(mine)
    push_all(run_jobs)
    assert device.heads == []
    assert not Browser.objects.exists()


def test_browsers_of_ended_sessions_are_forgotten_at_night(device, as_boris):
    forget()
    assert Browser.objects.count() == 1
    as_boris.logout()
    forget()
    assert not Browser.objects.exists()


def test_a_dismissed_colleague_gets_no_push(mine, writes, device, boris, run_jobs):
    writes(mine)
    boris.is_active = False
    boris.save()
    push_all(run_jobs)
    assert device.heads == []


def test_quiet_hours_hold_the_push(mine, writes, device, boris, run_jobs):
    today = clock.now().astimezone().isoweekday()
    choose(by=boris, matrix={}, quiet_days=[today, today % 7 + 1])
    writes(mine)
    push_all(run_jobs)
    assert device.heads == []
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        choose(by=boris, matrix={})
        as_again = Client(HTTP_HOST="desk.test")
        as_again.force_login(boris, backend="okno.login.backends.ByMailAddress")
        Browser.objects.update(session_key=as_again.session.session_key)
        push_what_is_due()
        push_all(run_jobs)
    assert len(device.shown) == 1


def test_sec_44_a_browser_cannot_name_a_server_of_ours(mine, writes, service, as_boris, run_jobs):
    one, port = service.device(), service.foreign.port
    for host in (
        f"http://127.0.0.1:{port}",
        "http://169.254.169.254",
        f"http://localhost:{port}",
        "https://10.0.0.1",
    ):
        form = one.form | {"endpoint": f"{host}/push/one"}
        assert as_boris.post("/me/notifications/browsers/", form).status_code == 204
    writes(mine)
    push_all(run_jobs)
    assert Push.objects.filter(attempts=1, claimed_at=None).count() == 4, "each was tried"
    assert service.foreign.asked == []


def test_what_is_no_browser_is_refused(service, as_boris):
    for wrong in (
        {"endpoint": "file:///etc/passwd"}, {"endpoint": "https://user@push.test/"}, {"endpoint": "https://"}, {"endpoint": ""},
        {"endpoint": "https://push.test/" + "x" * 1000}, {"p256dh": "AAAA"}, {"p256dh": "я" * 87}, {"p256dh": "B" * 87},
        {"auth": "short"}, {"auth": ""},
    ):  # fmt: skip
        answer = as_boris.post("/me/notifications/browsers/", service.device().form | wrong)
        assert answer.status_code == 422, wrong
    assert not Browser.objects.exists()


def test_the_same_browser_is_known_once_and_belongs_to_whoever_sits_there_now(device, service, vera, boris):
    other = Client(HTTP_HOST="desk.test")
    other.force_login(vera, backend="okno.login.backends.ByMailAddress")
    assert other.post("/me/notifications/browsers/", device.form).status_code == 204
    assert Browser.objects.get().person == vera


def test_one_removes_ones_own_browsers_alone(device, as_boris, vera):
    other = Client(HTTP_HOST="desk.test")
    other.force_login(vera, backend="okno.login.backends.ByMailAddress")
    pk = Browser.objects.get().pk
    assert other.post("/me/notifications/browsers/removal/", {"browser": pk}).status_code == 404
    other.post("/me/notifications/browsers/removal/", {"endpoint": device.endpoint})
    assert Browser.objects.count() == 1
    assert as_boris.post("/me/notifications/browsers/removal/", {"browser": pk}).status_code == 302
    assert not Browser.objects.exists()


def test_the_key_of_the_desk_is_made_once_and_lies_sealed(as_boris, settings):
    first = as_boris.post("/me/notifications/key/").content
    assert as_boris.post("/me/notifications/key/").content == first
    assert len(urlsafe_b64decode(first + b"=")) == 65
    assert "PRIVATE KEY" not in DeskKey.objects.get().sealed
    settings.SECRET_KEY = "another key, long enough to be one, for tests"
    assert as_boris.post("/me/notifications/key/").status_code in (204, 404, 200)
    Client()
    assert vapid.public_key(desk_key()).encode() != first, "a lost secret opens nothing: the key is made anew"


def test_the_example_of_the_standard_is_encrypted_byte_for_byte():
    """RFC 8291, appendix A."""
    private = int.from_bytes(_bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    body = encrypt(
        b"When I grow up, I want to be a watermelon",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
        ours=ec.derive_private_key(private, ec.SECP256R1()),
        salt=_bytes("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert body == _bytes(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tl"
        "zAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_what_is_too_long_or_for_no_key_is_not_encrypted(service):
    one = service.device().form
    assert len(encrypt(b"x" * TEXT_AT_MOST, one["p256dh"], one["auth"])) <= 4096
    with pytest.raises(ValueError, match="too long"):
        encrypt(b"x" * (TEXT_AT_MOST + 1), one["p256dh"], one["auth"])
    with pytest.raises(WrongKeys):
        keys(one["p256dh"][:-2], one["auth"])


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
