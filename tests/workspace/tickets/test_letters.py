import pytest

from okno.channels.models import Inbound, InboundState
from okno.core import clock, files
from okno.desk.actions.hear import NewFile
from okno.desk.actions.redact import redact
from tests import make

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
HTML = (
    '<p>Добрый день</p><img data-cid="shot@x" alt="экран">'
    '<img data-remote-src="https://pixel.test/a.png?id=1"><img data-cid="other@x">'
)


@pytest.fixture
def message(anna):
    shot = NewFile(file=files.keep(PNG), name="экран.png", content_id="shot@x", is_inline=True)
    page = NewFile(file=files.keep(b"<html><script>alert(1)</script></html>"), name="счёт.html")
    return make.message(
        by=anna, text="Добрый день, пароль qwerty123", html=HTML, has_remote_images=True, files=(shot, page)
    )


@pytest.fixture
def inbound(message):
    return Inbound.objects.create(
        external_id="1", sha256="0" * 64, size=9, raw=b"Subject: x\r\n\r\n<script>", received_at=clock.now(),
        state=InboundState.DONE, message=message, ticket=message.ticket, decisions=[{"code": "opened", "facts": {"number": 7}}],
    )  # fmt: skip


def test_sec_03_the_letter_runs_nothing_and_loads_nothing(as_boris, message):
    answer = as_boris.get(f"/messages/{message.pk}/letter/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "script-src" not in policy  # nothing but default-src 'none'
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    page = as_boris.get(f"/tickets/{message.ticket.number}/").content.decode()
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page


def test_sec_07_remote_pictures_come_only_when_asked_for(as_boris, message):
    quiet = as_boris.get(f"/messages/{message.pk}/letter/")
    assert ' src="https://pixel.test' not in quiet.content.decode()
    assert "img-src data:;" in quiet["Content-Security-Policy"]
    asked = as_boris.get(f"/messages/{message.pk}/letter/?images=1")
    assert 'src="https://pixel.test' not in asked.content.decode()
    assert "/pictures/" in asked.content.decode(), "through the desk alone"
    assert "https:" not in asked["Content-Security-Policy"]


def test_the_sheet_is_light_unless_one_wants_it_dark(as_boris, message):
    assert b'class="dark"' not in as_boris.get(f"/messages/{message.pk}/letter/").content
    assert b'class="dark"' in as_boris.get(f"/messages/{message.pk}/letter/?sheet=dark").content


def test_own_pictures_of_the_letter_stand_in_it_and_no_others(as_boris, message):
    page = as_boris.get(f"/messages/{message.pk}/letter/").content.decode()
    assert page.count('src="data:image/png;base64,') == 1


def test_too_many_pictures_are_left_out(as_boris, message, monkeypatch):
    monkeypatch.setattr("okno.workspace.tickets.letters.PICTURES_AT_MOST", 10)
    assert "data:image" not in as_boris.get(f"/messages/{message.pk}/letter/").content.decode()


def test_a_message_without_html_has_no_sheet(as_boris, anna):
    plain = make.message(by=anna)
    assert as_boris.get(f"/messages/{plain.pk}/letter/").status_code == 404


def test_a_redacted_letter_is_shown_no_more(as_boris, boris, message, inbound):
    redact(message, "qwerty123", by=boris)
    for room in ("letter", "raw"):
        assert as_boris.get(f"/messages/{message.pk}/{room}/").status_code == 404
    assert "qwerty123" not in as_boris.get(f"/tickets/{message.ticket.number}/").content.decode()


def test_a_secret_is_hidden_through_its_form(as_boris, message):
    assert as_boris.post(f"/messages/{message.pk}/redaction/", {"secret": "qwerty123"}).status_code == 302
    message.refresh_from_db()
    assert "qwerty123" not in message.text
    assert as_boris.post(f"/messages/{message.pk}/redaction/", {}).status_code == 422


def test_the_raw_letter_is_a_download_whatever_it_holds(as_boris, message, inbound):
    answer = as_boris.get(f"/messages/{message.pk}/raw/")
    assert answer.content == b"Subject: x\r\n\r\n<script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_flight_recorder_tells_why(as_boris, message, inbound):
    page = as_boris.get(f"/messages/{message.pk}/origin/").content.decode()
    assert "Opened № 7." in page or "№\u00a07" in page


def test_a_message_without_a_letter_has_no_flight(as_boris, anna):
    typed = make.message(by=anna)
    assert as_boris.get(f"/messages/{typed.pk}/origin/").status_code == 200
    assert as_boris.get(f"/messages/{typed.pk}/raw/").status_code == 404


def test_sec_04_only_proven_pictures_are_shown_in_place(as_boris, message):
    shot, page = message.attachments.order_by("id")
    shown = as_boris.get(f"/attachments/{shot.pk}/?show=1")
    assert b"".join(shown.streaming_content) == PNG
    assert shown["Content-Type"] == "image/png"
    kept = as_boris.get(f"/attachments/{page.pk}/?show=1")
    assert b"<script>" in b"".join(kept.streaming_content)
    assert kept["Content-Type"] == "application/octet-stream"
    assert kept["Content-Disposition"].startswith("attachment")
    assert "sandbox" in kept["Content-Security-Policy"]
    assert kept["X-Content-Type-Options"] == "nosniff"


def test_sec_05_files_stay_on_their_own_origin(as_boris, message):
    answer = as_boris.get(f"/attachments/{message.attachments.first().pk}/")
    assert b"".join(answer.streaming_content)
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_file_is_taken_out_for_good_with_a_reason_and_its_raw_letter(as_boris, message, inbound, run_jobs):
    file, other = message.attachments.all()
    assert as_boris.post(f"/attachments/{file.pk}/redaction/").status_code == 422
    assert as_boris.get(f"/attachments/{file.pk}/?show=1").getvalue() == PNG
    assert as_boris.post(f"/attachments/{file.pk}/redaction/", {"why": "Паспорт"}).status_code == 302
    for address in ("", "redaction/"):
        assert as_boris.get(f"/attachments/{file.pk}/{address}").status_code == 404
    assert as_boris.get(f"/attachments/{other.pk}/").getvalue().startswith(b"<html>")
    assert 'src="data:image/png' not in as_boris.get(f"/messages/{message.pk}/letter/").content.decode()
    page = as_boris.get(f"/tickets/{message.ticket.number}/").content.decode()
    assert "удаляет файл «экран.png» навсегда" in page
    assert "— Паспорт" in page
    run_jobs()
    inbound.refresh_from_db()
    assert inbound.raw is None


def test_the_menu_of_a_message_offers_each_file_that_stands(as_boris, message):
    first, second = message.attachments.all()
    menu = as_boris.get(f"/messages/{message.pk}/menu/").content.decode()
    assert f"/attachments/{first.pk}/redaction/" in menu
    assert f"/attachments/{second.pk}/redaction/" in menu
    assert f"/messages/{message.pk}/raw/" in menu
    as_boris.post(f"/attachments/{first.pk}/redaction/", {"why": "Паспорт"})
    menu = as_boris.get(f"/messages/{message.pk}/menu/").content.decode()
    assert f"/attachments/{first.pk}/redaction/" not in menu
    assert f"/attachments/{second.pk}/redaction/" in menu
    assert f"/messages/{message.pk}/raw/" not in menu


def test_the_removal_of_a_file_asks_in_the_dialog_and_as_a_page(as_boris, message):
    file = message.attachments.first()
    inside = as_boris.get(
        f"/attachments/{file.pk}/redaction/", headers={"HX-Request": "true"}
    ).content.decode()
    alone = as_boris.get(f"/attachments/{file.pk}/redaction/").content.decode()
    assert "<html" not in inside
    for page in (inside, alone):
        assert "экран.png" in page
        assert f'action="/attachments/{file.pk}/redaction/"' in page


def test_sec_12_files_have_no_other_address(client, message):
    for path in ("/media/", "/files/", "/static/../var/", "/static/%2e%2e/secret-key", "/uploads/a"):
        assert client.get(path, HTTP_HOST="desk.test").status_code in {404, 400}, path


def test_a_download_without_bytes_is_not_found(as_boris, message, inbound):
    Inbound.objects.filter(pk=inbound.pk).update(raw=None)
    assert as_boris.get(f"/messages/{message.pk}/raw/").status_code == 404
