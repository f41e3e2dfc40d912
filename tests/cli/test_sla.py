"""`okno sla explain`: the ledger as text, and sums of working time as JSON Lines."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from okno.cli.commands import application
from okno.desk.actions.wait import wait
from okno.desk.models import WaitingFor
from tests import make
from tests.cli.desk import okno

OFFICE = {"mon": [["09:00", "13:00"], ["14:00", "18:00"]]}


def told(*arguments: str) -> str:
    """Return what the command says; it must be content."""
    done = CliRunner().invoke(application, ["sla", "explain", *arguments])
    assert done.exit_code == 0, done.exception
    return done.output


def test_each_line_of_questions_is_answered_without_a_database() -> None:
    asked = [
        {
            "kind": "due",
            "zone": "Europe/Moscow",
            "week": OFFICE,
            "start": "2026-11-23T09:30:00+03:00",
            "seconds": 14400,
        },
        {"kind": "never"},
    ]
    done = okno("sla", "explain", "--lines", given="".join(f"{json.dumps(one)}\n" for one in asked))
    assert done.returncode == 0, done.stderr
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first == {"due": "2026-11-23T14:30:00+03:00"}
    assert "error" in second


@pytest.mark.django_db
def test_a_ticket_is_told_clock_by_clock_with_its_pauses() -> None:
    boris = make.agent("Борис Орлов")
    ticket = make.ticket()
    wait(ticket, WaitingFor.CUSTOMER, by=boris)
    text = told(str(ticket.number))
    for words in ("фиксация", "первый ответ", "решение", "часы пошли", "Борис Орлов"):
        assert words in text, text


@pytest.mark.django_db
def test_a_promise_that_nobody_made_is_summed_by_a_calendar() -> None:
    text = told("--start", "2026-11-20T16:36:00", "--minutes", "240")
    assert "рабочее время" in text
    assert "4\u00a0ч" in text


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [["999999"], ["--calendar", "Нет такого"]])
def test_what_does_not_exist_is_one_sentence(wrong: list[str]) -> None:
    done = CliRunner().invoke(application, ["sla", "explain", *wrong])
    assert type(done.exception).__name__ == "Stop"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk whose database is made and empty; none of those who are refused changes that."""
    folder = tmp_path_factory.mktemp("bare")
    folder.chmod(0o711)
    return folder / "var"


@pytest.mark.parametrize("command", [["sla", "explain", "1"], ["recount"], ["reindex"]])
def test_a_database_without_tables_is_one_sentence(command: list[str], bare: Path) -> None:
    done = okno(*command, env={"OKNO_VAR": str(bare)})
    assert done.returncode == 2, done.stderr
    assert "okno migrate" in done.stderr
    assert "Traceback" not in done.stderr
