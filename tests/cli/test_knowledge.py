"""`okno knowledge` at a terminal: files become drafts, all articles become a file, and back."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from okno.cli import ground
from okno.cli.commands import application
from okno.knowledge.models import Article
from okno.people.models import Person
from tests.knowledge.making import article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def awake(monkeypatch: pytest.MonkeyPatch, gleb: Person) -> None:
    monkeypatch.setattr("okno.cli.knowledge._wake", lambda: None)


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(application, ["knowledge", *map(str, arguments)])
    told = ground.sentence_of(done.exception) if done.exception else None
    assert told or done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output + (told[0] if told else "")


def test_a_folder_becomes_drafts_after_it_was_shown(tmp_path: Path, boris: Person) -> None:
    (tmp_path / "Кассы").mkdir()
    (tmp_path / "Кассы" / "чек.md").write_text("# Чек\n\nТекст", encoding="utf-8")
    code, told = run("import", tmp_path, "--dry-run")
    assert (code, Article.objects.count()) == (0, 0)
    assert "+ Кассы/чек.md: Чек" in told
    assert run("import", tmp_path, "--owner", "BORIS@desk.test", "--audience", "customers")[0] == 0
    made = Article.objects.get()
    assert (made.owner, made.audience, str(made.section)) == (boris, "customers", "Кассы")
    assert run("import", tmp_path)[0] == 1  # it is there already


def test_what_goes_out_comes_in(tmp_path: Path, vera: Person) -> None:
    article(vera, "Принтер", tags=["печать"])
    assert run("export", tmp_path / "all.zip")[0] == 0
    Article.objects.update(version=None)
    Article.objects.all().delete()
    assert run("import", tmp_path / "all.zip")[0] == 0
    assert Article.objects.get().tags == ["печать"]


@pytest.mark.parametrize(
    "arguments",
    [("nowhere.zip",), ("nowhere.md",), (".", "--owner", "nobody@x.test"), (".", "--audience", "all")],
)
def test_what_cannot_be_done_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, told = run("import", *arguments)
    assert code == 1
    assert told
