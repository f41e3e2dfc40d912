"""A wrong variable is an error that names it; secrets are not repeated."""

from pathlib import Path

import pytest

from okno.config import env

WrongSetting = env.WrongSetting


@pytest.fixture(autouse=True)
def no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "known", set())


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("many", lambda: env.integer("OKNO_TEST", 1)),
        ("-1", lambda: env.integer("OKNO_TEST", 1)),
        ("99", lambda: env.integer("OKNO_TEST", 1, at_most=9)),
        ("maybe", lambda: env.flag("OKNO_TEST", default=False)),
        ("here/there", lambda: env.path("OKNO_TEST", Path("/x"))),
        ("there-is-no-such-scanner --fast", lambda: env.command("OKNO_TEST")),
        ("bin/scanner", lambda: env.command("OKNO_TEST")),
        ("clamdscan 'open", lambda: env.command("OKNO_TEST")),
        ("''", lambda: env.command("OKNO_TEST")),
        ("c", lambda: env.choice("OKNO_TEST", ("a", "b"), "a")),
    ],
)
def test_a_wrong_value_names_the_variable(monkeypatch: pytest.MonkeyPatch, value: str, read: object) -> None:
    monkeypatch.setenv("OKNO_TEST", value)
    with pytest.raises(WrongSetting, match="OKNO_TEST: "):
        read()  # type: ignore[operator]


def test_what_must_be_set_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKNO_TEST", "  ")
    with pytest.raises(WrongSetting, match="OKNO_TEST: must be set"):
        env.text("OKNO_TEST")


def test_right_values_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for value, read, expected in (
        (" 7 ", lambda: env.integer("OKNO_TEST", 1), 7),
        ("On", lambda: env.flag("OKNO_TEST", default=False), True),
        ("0", lambda: env.flag("OKNO_TEST", default=True), False),
        ("/srv/okno", lambda: env.path("OKNO_TEST", Path("/x")), Path("/srv/okno")),
        ("sh -c 'exit 0'", lambda: env.command("OKNO_TEST"), ("sh", "-c", "exit 0")),
        ("a, b,,c ", lambda: env.words("OKNO_TEST"), ("a", "b", "c")),
    ):
        monkeypatch.setenv("OKNO_TEST", value)
        assert read() == expected


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("quiet\n")
    monkeypatch.setenv("OKNO_TEST_FILE", str(file))
    assert env.secret("OKNO_TEST") == "quiet"
    monkeypatch.setenv("OKNO_TEST", "loud")
    with pytest.raises(WrongSetting, match="not both"):
        env.secret("OKNO_TEST")
    monkeypatch.delenv("OKNO_TEST")
    file.unlink()
    with pytest.raises(WrongSetting, match="OKNO_TEST_FILE: cannot read"):
        env.secret("OKNO_TEST")


def test_a_name_that_nobody_reads_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKNO_TSET", "1")
    monkeypatch.setenv("OKNO_TEST", "1")
    env.integer("OKNO_TEST", 0)
    assert "OKNO_TSET" in list(env.unknown())
    assert "OKNO_TEST" not in list(env.unknown())
