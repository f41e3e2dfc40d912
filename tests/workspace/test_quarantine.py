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
    assert as_boris.post(f"/quarantine/{inbound.pk}/dismissal/").status_code == 302
    inbound.refresh_from_db()
    assert inbound.state == InboundState.IGNORED
    assert bytes(inbound.raw) == b"broken"


def test_sec_14_the_quarantine_of_a_closed_team_is_for_its_members(as_boris, inbound):
    from okno.channels.actions.open_mailbox import open_mailbox

    inbound.mailbox = open_mailbox("hr@desk.test", team=make.team(is_closed=True))
    inbound.save()
    assert "Счёт" not in as_boris.get("/quarantine/").content.decode()
    assert as_boris.get("/queues/").context["quarantined"] == 0
    for room in ("", "raw/"):
        assert as_boris.get(f"/quarantine/{inbound.pk}/{room}").status_code == 404
    assert as_boris.post(f"/quarantine/{inbound.pk}/retrial/").status_code == 404
