"""The page of reactions says what the code does."""

from pathlib import Path

from okno.cli.reactions import lines, table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reactions.md"


def test_the_page_of_reactions_is_the_table() -> None:
    told = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert told == lines(table())[2:], "run: bin/okno reactions"
