"""Guides as text: what is understood, which faults are told with their lines, where a way leads."""

import pytest

from okno.knowledge.actions.describe import About
from okno.knowledge.actions.publish import publish
from okno.knowledge.actions.start import start
from okno.knowledge.guides import STEPS_AT_MOST, End, read, walk
from okno.knowledge.models import Document, Form
from okno.knowledge.refusals import BrokenGuide
from okno.people.models import Person

TILL = """\
# Касса включена?
Экран **светится**.
- просто пункт списка
- Да → Лента
- Нет -> питание

## Питание
Нажмите кнопку.
- Заработало → Решено
- Нет => спросить: Ремонт кассы

# Лента
* Вставил → решено.
* Не помогает → ask
* Ошибся ← Касса включена?
"""


def test_headings_are_steps_and_arrows_are_answers() -> None:
    script = read(TILL)
    assert script.faults == []
    first, power, paper = script.steps.values()
    assert first.text == "Экран **светится**.\n- просто пункт списка"
    assert [(one.words, one.to) for one in first.answers] == [("Да", "Лента"), ("Нет", "питание")]
    assert [(one.end, one.request_type) for one in power.answers] == [
        (End.SOLVED, ""),
        (End.ASK, "Ремонт кассы"),
    ]
    assert [one.end for one in paper.answers] == [End.SOLVED, End.ASK, None]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "Начните с шага"),
        ("Просто слова", 1, "Начните с шага"),
        ("# А\nслова", 1, "тупик"),
        ("# А\n- Да → Б", 2, "Нет шага «Б»"),
        ("# А\n- Да → решено\n# а\n- Да → решено", 3, "два шага"),
        ("# А\n- Да → решено\n# Б\n- Да → решено", 3, "Никто не попадёт"),
        ("# А\n- Да → Б\n- Нет → решено\n# Б\n- Да → А", 5, "по кругу"),
        ("# А\n- Да → А\n- Нет → решено", 2, "по кругу"),
        ("# А\n- Да → Б\n- Нет → решено\n# Б\n- Да → В\n# В\n- Да ← Б", 4, "не выйти"),
        ("# А\n" + "- Да → решено\n" * 13, 1, "слишком много"),
        ("".join(f"# {n}\n- Да → {n + 1}\n" for n in range(STEPS_AT_MOST + 1)), 1, "Не больше"),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, line: int, words: str) -> None:
    faults = read(text).faults
    assert any(fault.line == line and words in fault.words for fault in faults), faults


def test_a_way_leads_to_its_step_and_tells_what_was_answered() -> None:
    script = read(TILL)
    begin = walk(script, "")
    assert begin is not None
    assert begin.on(1) == "1"
    end = walk(script, "0.2.1.1")
    assert end is not None
    assert end.end is not None
    assert end.end.request_type == "Ремонт кассы"
    assert end.before == "0.2.1"
    assert end.as_text() == (
        "1. Касса включена? — Да\n2. Лента — Ошибся\n3. Касса включена? — Нет\n4. Питание — Нет"
    )


@pytest.mark.parametrize("way", ["9", "0.9", "-1", "а", "0..1", "1.0.0", "٣", "0.2." * 90 + "0", "9" * 500])
def test_a_way_that_is_made_up_leads_nowhere(way: str) -> None:
    assert walk(read(TILL), way) is None


@pytest.mark.django_db
def test_the_search_reads_a_guide_without_its_arrows(vera: Person) -> None:
    made = start("Касса", TILL, About(owner=vera), by=vera, form=Form.GUIDE)
    version = publish(made, by=vera)
    known = Document.objects.get(article=made).text
    assert "Нет" in known
    assert "Ремонт" not in known
    assert "→" not in known + version.html


@pytest.mark.django_db
def test_a_guide_with_a_fault_is_not_published(vera: Person) -> None:
    made = start("Касса", "# А\n- Да → Б", About(owner=vera), by=vera, form=Form.GUIDE)
    with pytest.raises(BrokenGuide, match="2"):
        publish(made, by=vera)
