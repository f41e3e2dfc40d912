"""The page of files: nothing comes before it was shown, and to nobody but who was shown it."""

import io
import zipfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from okno.core.models import StoredFile
from okno.core.models.stored_file import ScanState
from okno.core.scanning import scan_waiting
from okno.knowledge.actions.illustrate import illustrate
from okno.knowledge.models import Article, Picture
from okno.people.models import Person
from tests import scanners
from tests.knowledge.making import article
from tests.knowledge.test_papers import zipped


def handed(content: bytes, name: str = "all.zip") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, content), "audience": "staff"}


def drawn(size: int) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (size, size)).save(written, "PNG")
    return written.getvalue()


def test_what_will_come_is_shown_and_then_comes(as_boris: Client, as_anna: Client) -> None:
    page = as_boris.post("/knowledge/import/", handed(zipped(**{"Кассы/a.md": "# Чек\nТекст"})))
    assert [one.paper.title for one in page.context["coming"]] == ["Чек"]
    assert not Article.objects.exists()
    as_boris.post("/knowledge/import/", {"kept": page.context["kept"], "audience": "everyone"})
    made = Article.objects.get()
    assert (made.draft.title, str(made.section), made.audience) == ("Чек", "Кассы", "everyone")


def test_sec_13_a_reference_to_a_file_is_good_for_its_owner_alone(as_boris: Client, vera: Person) -> None:
    page = as_boris.post("/knowledge/import/", handed(b"text", "a.md"))
    other = Client(HTTP_HOST="desk.test")
    other.force_login(vera, backend="okno.login.backends.ByMailAddress")
    for kept in (page.context["kept"], "x:y", "й"):
        answer = other.post("/knowledge/import/", {"kept": kept, "audience": "staff"})
        assert answer.status_code == 422
    assert not Article.objects.exists()


def test_what_cannot_be_read_is_told_beside_the_field(as_boris: Client) -> None:
    for content, name in ((b"PK\x05\x06", "a.zip"), (b"MZ", "a.exe")):
        page = as_boris.post("/knowledge/import/", handed(content, name))
        assert page.status_code == 422
        assert page.context["form"].errors["file"]


def test_the_archive_holds_every_article(as_boris: Client, vera: Person) -> None:
    made = article(vera, "Принтер", new_section="Печать")
    content = b"".join(as_boris.get("/knowledge/articles.zip").streaming_content)
    assert zipfile.ZipFile(io.BytesIO(content)).namelist() == [f"Печать/Принтер {made.pk}.md"]


def test_an_archive_with_a_virus_is_brought_in_by_nobody(
    as_boris: Client, settings: Any, tmp_path: Path
) -> None:
    scanners.set_up(settings, tmp_path)
    page = as_boris.post("/knowledge/import/", handed(b"# Title\n" + scanners.VIRUS, "a.md"))
    scan_waiting()
    answer = as_boris.post("/knowledge/import/", {"kept": page.context["kept"], "audience": "staff"})
    assert answer.status_code == 403
    assert not Article.objects.exists()


def test_pictures_with_a_virus_are_not_in_the_archive(
    as_boris: Client, vera: Person, settings: Any, tmp_path: Path
) -> None:
    scanners.set_up(settings, tmp_path)
    made = article(vera, "Принтер")
    for number, name in enumerate(("схема.png", "червь.png", "новая.png")):
        illustrate(made, name, drawn(number + 1))
    scan_waiting()
    for name, state in (("червь.png", ScanState.INFECTED), ("новая.png", ScanState.NOT_SCANNED)):
        StoredFile.objects.filter(pk=Picture.objects.get(name=name).file_id).update(scan=state)
    content = b"".join(as_boris.get("/knowledge/articles.zip").streaming_content)
    names = " ".join(zipfile.ZipFile(io.BytesIO(content)).namelist())
    assert "схема" in names
    assert "новая" in names, "whoever writes does not wait"
    assert "червь" not in names
