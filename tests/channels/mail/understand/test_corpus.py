"""Real letters with known facts, read from outside the repository (OKNO_CORPUS); their texts are not ours to keep."""

import json
import os
from pathlib import Path

import pytest

from okno.channels.mail.letter import Letter
from okno.channels.mail.understand import understand

REPOSITORY = Path(__file__).resolve().parents[4]
CORPUS = Path(os.environ.get("OKNO_CORPUS", REPOSITORY.parent / "shared" / "corpus"))
MAIL = CORPUS / "mail"
ENOUGH = 0.97

pytestmark = pytest.mark.skipif(
    not (MAIL / "manifest.json").exists() and os.environ.get("CI") != "true",
    reason=f"the corpus of real letters is not at {MAIL}; set OKNO_CORPUS",
)


def test_rel_23_24_25_at_least_97_of_100_known_facts_of_real_letters_are_right(capsys):
    right, wrong = 0, []
    for entry in json.loads((MAIL / "manifest.json").read_text(encoding="utf-8"))["mails"]:
        letter = understand(_raw(entry))
        for fact, wanted in entry["expect"].items():
            if wanted is None or fact not in CHECKS:
                continue
            if CHECKS[fact](letter, wanted):
                right += 1
            else:
                wrong.append(f"{entry['file']}: {fact}")
    share = right / (right + len(wrong))
    with capsys.disabled():
        print(f"\n{right} of {right + len(wrong)} known facts of real letters ({share:.2%}); wrong: {wrong}")
    assert share >= ENOUGH


def test_sec_01_the_tricks_against_another_sanitiser_leave_nothing_that_acts():
    from tests.channels.mail.understand.test_html import assert_harmless

    cases = json.loads((MAIL / "html" / "xss_dompurify.json").read_text(encoding="utf-8"))
    payloads = [
        case["payload"] for case in next(value for value in cases.values() if isinstance(value, list))
    ]
    assert len(payloads) > 100
    for payload in payloads:
        body = payload.encode("utf-8", "surrogatepass")
        letter = understand(b"From: a@b.example\nContent-Type: text/html; charset=utf-8\n\n" + body)
        assert_harmless(letter.html)


def _raw(entry: dict) -> bytes:
    body = (MAIL / entry["file"]).read_bytes()
    if entry["kind"] == "mail":
        return body
    kind = b"plain" if entry["kind"] == "reply_text" else b"html"
    return (
        b"From: a@b.example\r\nTo: h@o.example\r\nContent-Type: text/"
        + kind
        + b"; charset=utf-8\r\n\r\n"
        + body
    )


def _flat(text: str) -> str:
    return " ".join(text.split())


def _names(letter: Letter) -> list[str]:
    return [one.filename for one in letter.attachments]


def _sizes(letter: Letter, wanted: dict) -> bool:
    sizes = {one.filename: one.size for one in letter.attachments}
    return all(
        size in sizes.values() if name == "*" else sizes.get(name) == size for name, size in wanted.items()
    )


CHECKS = {
    "from_email": lambda letter, wanted: letter.from_email == wanted,
    "from_name": lambda letter, wanted: letter.from_name == wanted,
    "no_from": lambda letter, wanted: not letter.from_email,
    "message_id": lambda letter, wanted: letter.message_id == wanted,
    "subject": lambda letter, wanted: _flat(letter.subject) == _flat(wanted),
    "subject_starts": lambda letter, wanted: _flat(letter.subject).startswith(_flat(wanted)),
    "to": lambda letter, wanted: set(wanted) <= {*letter.to, *letter.cc},
    "references": lambda letter, wanted: set(wanted) <= set(letter.references),
    "attachments": lambda letter, wanted: len(letter.attachments) == wanted,
    "attachment_names": lambda letter, wanted: set(wanted) <= set(_names(letter)),
    "attachment_name_starts": lambda letter, wanted: any(name.startswith(wanted) for name in _names(letter)),
    "attachment_sizes": _sizes,
    "attachment_types": lambda letter, wanted: (
        wanted.items() <= {one.filename: one.content_type for one in letter.attachments}.items()
    ),
    "text": lambda letter, wanted: _flat(letter.text) == _flat(wanted),
    "text_contains": lambda letter, wanted: all(_flat(one) in _flat(letter.text) for one in wanted),
    "html_contains": lambda letter, wanted: all(_flat(one) in _flat(letter.html) for one in wanted),
    "any_contains": lambda letter, wanted: all(
        _flat(one) in _flat(letter.text + letter.html) for one in wanted
    ),
    "new_text_starts": lambda letter, wanted: _flat(letter.new_text).startswith(_flat(wanted)),
    "new_text_ends": lambda letter, wanted: _flat(wanted) in _flat(letter.new_text),
    "new_text_contains": lambda letter, wanted: all(_flat(one) in _flat(letter.new_text) for one in wanted),
    "new_text_not_contains": lambda letter, wanted: (
        not any(_flat(one) in _flat(letter.new_text) for one in wanted)
    ),
    "is_auto_reply": lambda letter, wanted: letter.is_auto_reply == wanted,
    "is_bounce": lambda letter, wanted: letter.is_bounce == wanted,
}
