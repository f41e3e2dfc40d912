"""`okno mail inspect`: an object for any bytes, one process for a whole folder."""

import io
import json
import subprocess
import sys
from pathlib import Path

from okno.channels.mail.inspect import inspect
from tests.letters.poison import BOMBS, POISON

KEYS = {
    "from_email",
    "from_name",
    "to",
    "subject",
    "text",
    "new_text",
    "html",
    "attachments",
    "is_auto_reply",
    "is_bounce",
    "references",
    "message_id",
}


def test_a_file_is_one_object(tmp_path):
    file = tmp_path / "a.eml"
    file.write_bytes(
        "From: Иван <i@z.example>\nTo: t@o.example\nCc: c@o.example\nMessage-ID: <1@z>\nIn-Reply-To: <0@o>\n\nтекст".encode()
    )
    out = io.StringIO()
    assert inspect(file, out) == 0
    shown = json.loads(out.getvalue())
    assert shown.keys() >= KEYS
    assert (shown["from_email"], shown["from_name"], shown["text"]) == ("i@z.example", "Иван", "текст")
    assert (shown["to"], shown["references"], shown["message_id"]) == (
        ["t@o.example", "c@o.example"],
        ["0@o"],
        "1@z",
    )


def test_a_folder_is_one_object_a_line_whatever_lies_in_it(tmp_path):
    letters = {**POISON, "deep": BOMBS["1000_nested_multiparts"], "empty": b""}
    for name, raw in letters.items():
        (tmp_path / f"{name}.eml").write_bytes(raw)
    (tmp_path / "cur").mkdir()
    (tmp_path / "cur" / "1.host:2,S").write_bytes(b"Subject: inner\n\nx")
    out = io.StringIO()
    assert inspect(tmp_path, out) == 0
    shown = [json.loads(line) for line in out.getvalue().splitlines()]
    assert {one["file"] for one in shown} == {*(f"{name}.eml" for name in letters), "cur/1.host:2,S"}
    assert all(one.keys() >= KEYS for one in shown)
    assert [one["file"] for one in shown if "error" in one] == ["deep.eml"]
    assert next(one for one in shown if one["file"] == "deep.eml")["from_email"] == "a@b.example"


def test_it_runs_as_a_module_and_brings_no_django(tmp_path):
    file = tmp_path / "a.eml"
    file.write_bytes(b"Subject: s\n\nx")
    script = "import sys; sys.argv = ['x', sys.argv[1]]; from okno.channels.mail.inspect import main; main(); sys.exit('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script, str(file)],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[4],
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["subject"] == "s"
