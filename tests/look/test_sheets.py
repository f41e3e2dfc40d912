import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from okno.look import sheets

LOOK = Path(__file__).parents[2] / "okno/look"
STATIC = LOOK / "static/look"
TEMPLATES = [
    path for room in ("look", "workspace") for path in (LOOK.parent / room / "templates").rglob("*.html")
]


@pytest.mark.parametrize("path", [*sheets.css(), *sheets.js(), sheets.ENTRY])
def test_every_listed_file_exists(path):
    assert finders.find(path), path


def test_every_sheet_and_behaviour_is_listed():
    listed = {*sheets.css(), *sheets.js(), sheets.ENTRY}
    there = {
        f"look/{path.relative_to(STATIC).as_posix()}"
        for path in STATIC.rglob("*.*")
        if path.suffix in {".css", ".js"}
    }
    assert there <= listed | {"look/css/frame.css"}


def test_the_layers_are_declared_before_anything_else():
    assert sheets.css()[0] == "look/css/layers.css"
    assert "@layer reset, base, parts, rooms, utilities;" in (STATIC / "css/layers.css").read_text(
        encoding="utf-8"
    )


def test_behaviours_stay_small_and_need_no_eval():
    for module in (STATIC / "js").glob("*.js"):
        text = module.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 90, module
        assert not re.search(r"\beval\(|new Function|innerHTML|document\.write", text), module


def test_only_the_entry_knows_htmx():
    for module in (STATIC / "js").glob("*.js"):
        assert module.name == "desk.js" or "htmx" not in module.read_text(encoding="utf-8"), module


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda path: path.name)
def test_sec_02_no_page_has_an_inline_script_or_style(page):
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|hx-on|javascript:|\|safe\b", text), page
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script, page
