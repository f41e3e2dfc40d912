import pytest

from okno.channels.models import Inbound, InboundState
from okno.core import clock
from tests import make


@pytest.fixture
def inbound(db):
    return Inbound.objects.create(
        external_id="1", sha256="0" * 64, size=2_480_113, raw=b"broken", received_at=clock.now(), subject="Счёт <b>",
        sender="robot@broken.test", state=InboundState.QUARANTINED, reason="Разбор длился дольше 10 секунд",
    )  # fmt: skip


def test_the_quarantine_shows_the_letter_and_why(as_boris, inbound):
    page = as_boris.get("/quarantine/").content.decode()
    assert "Счёт &lt;b&gt;" in page
    assert "дольше 10 секунд" in page
    assert as_boris.get("/queues/").context["quarantined"] == 1


def test_an_empty_quarantine_says_so(as_boris):
    assert 'class="empty"' in as_boris.get("/quarantine/").content.decode()


def test_the_raw_letter_is_a_download(as_boris, inbound):
    answer = as_boris.get(f"/quarantine/{inbound.pk}/raw/")
    assert answer.content == b"broken"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_letter_is_tried_again(as_boris, inbound):
    assert as_boris.post(f"/quarantine/{inbound.pk}/retrial/").status_code == 302
    inbound.refresh_from_db()
    assert inbound.state == InboundState.NEW
    assert as_boris.get(f"/quarantine/{inbound.pk}/").status_code == 200


def test_a_letter_is_set_aside_and_kept(as_boris, inbound):
    dismissal = f"/quarantine/{inbound.pk}/dismissal/"
    assert "Спам" in as_boris.get(dismissal).content.decode(), "the usual reasons are offered"
    assert as_boris.post(dismissal).status_code == 422, "without a reason nobody knows later why"
    assert as_boris.post(dismissal, {"why": "Реклама <b>"}).status_code == 302
    inbound.refresh_from_db()
    assert inbound.state == InboundState.IGNORED
    assert bytes(inbound.raw) == b"broken"
    assert "Реклама &lt;b&gt;" in as_boris.get(f"/quarantine/{inbound.pk}/").content.decode()


def test_sec_14_the_quarantine_of_a_closed_team_is_for_its_members(as_boris, inbound):
    from okno.channels.actions.open_mailbox import open_mailbox

    inbound.mailbox = open_mailbox("hr@desk.test", team=make.team(is_closed=True))
    inbound.save()
    assert "Счёт" not in as_boris.get("/quarantine/").content.decode()
    assert as_boris.get("/queues/").context["quarantined"] == 0
    for room in ("", "raw/"):
        assert as_boris.get(f"/quarantine/{inbound.pk}/{room}").status_code == 404
    assert as_boris.post(f"/quarantine/{inbound.pk}/retrial/").status_code == 404


def many(count):
    return Inbound.objects.bulk_create(
        Inbound(
            external_id=f"many-{number}", sha256="0" * 64, size=1, raw=b"x", received_at=clock.now(),
            subject=f"Письмо {number:03}",
            sender=f"sender{number:03}@x.test", state=InboundState.QUARANTINED,
        )
        for number in range(count)
    )  # fmt: skip


def numbers(page) -> list[str]:
    return [inbound.subject[-3:] for inbound in page.context["letters"]]


def test_a_long_quarantine_comes_page_by_page_and_nothing_is_skipped(as_boris, django_assert_max_num_queries):
    rows = many(120)
    with django_assert_max_num_queries(15):
        page = as_boris.get("/quarantine/")
    seen = numbers(page)
    assert seen[0] == "119"
    rows[-1].delete()  # what goes meanwhile moves nobody's place
    while more := page.context.get("more"):
        page = as_boris.get(f"/quarantine/{more}")
        seen += numbers(page)
    assert seen == [f"{number:03}" for number in reversed(range(120))]
    assert 'href="/quarantine/"' in page.content.decode()
    assert as_boris.get("/quarantine/?after=1").status_code == 422


def test_letters_are_found_by_subject_and_sender(as_boris):
    many(60)
    assert numbers(as_boris.get("/quarantine/", {"q": "письмо 007"})) == ["007"]
    assert numbers(as_boris.get("/quarantine/", {"q": "sender012@"})) == ["012"]
    found = as_boris.get("/quarantine/", {"q": "письмо"})
    assert len(numbers(found)) == 50
    assert len(numbers(as_boris.get(f"/quarantine/{found.context['more']}"))) == 10
    assert (
        "Попробуйте часть темы или адреса."
        in as_boris.get("/quarantine/", {"q": "<script>"}).content.decode()
    )


def test_after_a_deed_one_is_where_one_was(as_boris, inbound):
    here = "http://desk.test/quarantine/?q=a"
    answer = as_boris.post(f"/quarantine/{inbound.pk}/retrial/", headers={"referer": here})
    assert answer["Location"] == "/quarantine/?q=a"
    foreign = as_boris.post(
        f"/quarantine/{inbound.pk}/retrial/", headers={"referer": "https://evil.test/quarantine/?q=a"}
    )
    assert foreign["Location"] == "/quarantine/"
