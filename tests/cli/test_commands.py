"""What a person at a terminal sees."""

import io
import json
import logging
import os
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest
from typer.testing import CliRunner

from okno.cli import ground
from okno.cli.commands import application
from okno.cli.letter import written
from okno.cli.tree import run_file
from okno.core import logs
from okno.people.models import Person, Provider, Role
from tests.cli.desk import okno

COMMANDS = """demo letter serve web worker mail migrate createadmin check backup restore config reindex recount reactions
    resetfactor version""".split()


def test_help_names_every_command_without_loading_django(monkeypatch: pytest.MonkeyPatch) -> None:
    done = okno("--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in COMMANDS)
    asked = "import sys\nfrom okno.cli import commands\nassert not {'django', 'psycopg', 'rich'} & set(sys.modules)"
    import subprocess

    assert subprocess.run([sys.executable, "-c", asked], check=False, env=os.environ).returncode == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OKNO_BASE_URL", "desk.example.org"),
        ("OKNO_DEBUG", "perhaps"),
        ("OKNO_VAR", "here"),
        ("OKNO_MAX_FILE_MB", "many"),
        ("DATABASE_URL", "mysql://root@localhost/okno"),
        ("OKNO_LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_setting_is_one_sentence_that_names_it(name: str, value: str, tmp_path: Path) -> None:
    done = okno(
        "check",
        env={"OKNO_VAR": str(tmp_path), "DATABASE_URL": "postgresql:///none?host=/nowhere", name: value},
    )
    assert done.returncode == 2
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_database_that_is_away_is_one_sentence(tmp_path: Path) -> None:
    url = "postgresql://okno:canary-5f2e@127.0.0.1:1/okno"
    for command in ("migrate", "serve"):
        done = okno(command, env={"OKNO_VAR": str(tmp_path), "DATABASE_URL": url, "OKNO_PORT": "0"})
        assert done.returncode == 2, done.stderr
        assert "DATABASE_URL" in done.stderr
        assert "Traceback" not in done.stderr
        assert "canary-5f2e" not in done.stderr + done.stdout


def test_a_setting_that_nobody_reads_is_warned_of(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OKNO_BASE_ULR", "https://desk.example.org")
    monkeypatch.setenv("OKNO_PORT", "8000")
    ground.warn_of_unknown()
    said = capsys.readouterr().err
    assert "OKNO_BASE_ULR" in said
    assert "OKNO_PORT" not in said


@pytest.mark.django_db
@pytest.mark.usefixtures("terminal_language")
class TestCreateAdmin:
    def run(self, *arguments: str, given: str = "") -> tuple[int, str]:
        done = CliRunner().invoke(application, ["createadmin", *arguments], input=given)
        told = ground.sentence_of(done.exception) if done.exception else None
        return done.exit_code, done.output + (told[0] if told else "")

    def test_an_administrator_can_be_made_without_questions(self) -> None:
        code, _ = self.run(
            "--email",
            "gleb@desk.test",
            "--name",
            "Глеб Титов",
            "--password-stdin",
            given="long enough pass\n",
        )
        made = Person.objects.get(email="gleb@desk.test")
        assert (code, made.role, made.name) == (0, Role.ADMINISTRATOR, "Глеб Титов")
        assert made.check_password("long enough pass")

    def test_the_first_one_is_led_through_the_first_run_and_nobody_after_him(self) -> None:
        told = [
            self.run(
                "--email", f"{name}@desk.test", "--name", name, "--password-stdin", given="long enough pass\n"
            )[1]
            for name in ("gleb", "vera")
        ]
        assert ["http://desk.test" in said for said in told] == [True, False]
        assert Provider.objects.get().next_step == "provider"

    def test_what_is_not_given_is_asked_for(self) -> None:
        code, said = self.run(given="gleb@desk.test\nГлеб\nlong enough pass\nlong enough pass\n")
        assert (code, Person.objects.filter(role=Role.ADMINISTRATOR).count()) == (0, 1)
        assert "long enough pass" not in said

    def test_two_different_passwords_are_asked_for_again(self) -> None:
        given = (
            "gleb@desk.test\nГлеб\nlong enough pass\nanother long pass\nlong enough pass\nlong enough pass\n"
        )
        assert self.run(given=given)[0] == 0

    @pytest.mark.parametrize(
        ("email", "password"), [("not an address", "long enough pass"), ("gleb@desk.test", "short")]
    )
    def test_what_is_wrong_is_told_and_nobody_is_made(self, email: str, password: str) -> None:
        code, said = self.run("--email", email, "--name", "Глеб", "--password-stdin", given=f"{password}\n")
        assert code == 1
        assert said.strip()
        assert not Person.objects.filter(role=Role.ADMINISTRATOR).exists()


def test_the_letter_is_one_that_a_customer_writes(tmp_path: Path) -> None:
    photo = tmp_path / "снимок экрана.png"
    photo.write_bytes(b"\x89PNG")
    letter = written("Анна Белова <anna@romashka.test>", "support@desk.test", "", "", [photo])
    assert isinstance(letter, EmailMessage)
    assert letter["Subject"]
    body = letter.get_body(preferencelist=("plain",))
    assert "Ольга Ким" in body.get_content()
    assert [part.get_filename() for part in letter.iter_attachments()] == ["снимок экрана.png"]
    assert written("a@b.test", "c@d.test", "Тема", "Текст", [])["Subject"] == "Тема"


def test_a_letter_without_a_desk_says_what_to_start(tmp_path: Path) -> None:
    done = okno("letter", env={"OKNO_VAR": str(tmp_path)})
    assert done.returncode == 1
    assert "okno demo" in done.stderr


def test_a_run_file_of_a_dead_process_is_no_running_desk(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    file.write_text(json.dumps({"pid": 2**22 + 1}))
    assert run_file.running(file) is None
    file.write_text("not json")
    assert run_file.running(file) is None
    file.write_text(json.dumps({"pid": os.getpid()}))
    assert run_file.running(file) == {"pid": os.getpid()}


def test_inspecting_a_letter_loads_no_django(tmp_path: Path) -> None:
    file = tmp_path / "letter.eml"
    file.write_bytes(b"From: anna@romashka.test\r\nSubject: hello\r\n\r\nHello\r\n")
    done = okno("mail", "inspect", str(file))
    assert done.returncode == 0
    assert json.loads(done.stdout)["from_email"] == "anna@romashka.test"


def test_sec_53_log_lines_hold_no_secrets() -> None:
    canary = "c4n4ry-8e1f"
    said = [
        f"DATABASE_URL=postgresql://okno:{canary}@db/okno",
        f"smtp://user:{canary}@mail.example.org:587?tls=starttls refused",
        f"password={canary} was wrong",
        f'{{"token": "{canary}"}}',
        f"Authorization: Bearer {canary}",
        f"Cookie: okno={canary}",
        f"api_key: '{canary}'",
        f"OKNO_SECRET_KEY={canary}",
    ]
    for formatter in (logs.JsonLines(), logs.PlainLines()):
        out = io.StringIO()
        handler = logging.StreamHandler(out)
        handler.setFormatter(formatter)
        for line in said:
            error = (ValueError, ValueError(line), None)
            handler.emit(logging.LogRecord("x", logging.ERROR, "f", 1, line, None, error))
        assert canary not in out.getvalue()


def test_a_log_line_cannot_be_forged() -> None:
    record = logging.LogRecord(
        "x", logging.INFO, "f", 1, "one\n12:00:00 info fake\x1b[31m\u2028x", None, None
    )
    assert "\n" not in logs.PlainLines().format(record)
    assert "\x1b" not in logs.PlainLines().format(record)
    assert json.loads(logs.JsonLines().format(record))["message"].startswith("one")
