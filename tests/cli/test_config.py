"""`okno config` at a terminal: the same file, the same words, the same all or nothing."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from okno.cli import ground
from okno.cli.commands import application
from okno.desk.models import Blank
from okno.people.models import Team
from okno.setup.models import Change
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("okno.cli.config._wake", lambda: None)


def run(*arguments: str, given: bytes | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(application, ["config", *arguments], input=given)
    told = ground.sentence_of(done.exception) if done.exception else None
    assert told or done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output + (told[0] if told else "")


def test_the_settings_go_out_and_in_again(tmp_path: Path) -> None:
    Blank.objects.create(name="Принято", text="Здравствуйте!", team=make.team("Инженеры", line=3))
    make.administrator()
    file = tmp_path / "desk.json"
    assert run("export", str(file))[0] == 0
    assert json.loads(run("export")[1])["settings"] == json.loads(file.read_text())["settings"]
    Blank.objects.all().delete()
    Team.objects.all().delete()
    code, told = run("import", "--dry-run", str(file))
    assert code == 0
    assert "+ teams: Инженеры" in told
    assert not Team.objects.exists()
    assert run("import", str(file))[0] == 0
    assert Team.objects.get().line == 3
    assert Blank.objects.get().team == Team.objects.get()
    assert all(change.by.is_robot for change in Change.objects.all())


def test_a_field_that_changes_is_told_with_before_and_after() -> None:
    make.team("Инженеры", line=3)
    file = {
        "format": "okno configuration",
        "version": 1,
        "settings": {"teams": [{"name": "Инженеры", "line": 2}]},
    }
    code, told = run("import", "-", given=json.dumps(file).encode())
    assert code == 0
    assert "line: 3 → 2" in told


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": "okno configuration", "version": 9}'])
def test_a_file_that_is_none_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.json").write_bytes(content)
    code, told = run("import", str(tmp_path / "x.json"))
    assert code
    assert len(told.strip().splitlines()) == 1
    assert not Change.objects.exists()


def test_a_row_that_does_not_fit_keeps_everything_out_and_is_told(tmp_path: Path) -> None:
    rows = [{"name": "Хорошая", "line": 1}, {"name": "Плохая", "line": 9}]
    file = {"format": "okno configuration", "version": 1, "settings": {"teams": rows}}
    (tmp_path / "x.json").write_text(json.dumps(file))
    for dry in ([], ["--dry-run"]):
        code, told = run("import", *dry, str(tmp_path / "x.json"))
        assert code
        assert "✗ teams: Плохая" in told
    assert not Team.objects.exists()


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    code, told = run("import", str(tmp_path / "none.json"))
    assert code
    assert "none.json" in told
