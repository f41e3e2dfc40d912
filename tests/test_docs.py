import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_every_setting_is_described() -> None:
    described = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    read = {
        name
        for path in (ROOT / "okno").rglob("*.py")
        for name in re.findall(
            r"env\.(?:text|secret|flag|integer|path|words|networks|choice|command)\(\s*\"([A-Z0-9_]+)\"",
            path.read_text(encoding="utf-8"),
        )
    }
    assert len(read) > 20
    assert [name for name in sorted(read) if f"`{name}`" not in described] == []
    named = set(re.findall(r"`(OKNO_[A-Z0-9_]+|DATABASE_URL)`", described))
    assert named - read - {"OKNO_LOG_FORMAT"} == set(), "described, but read by nobody"


def test_every_word_of_the_heart_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").lower()
    for verb in (
        "take",
        "assign",
        "hand over",
        "wait",
        "resolve",
        "confirm",
        "reopen",
        "close",
        "merge",
        "split",
        "redact",
    ):
        assert verb in glossary


def test_every_decision_and_document_that_is_linked_is_there() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
