import pytest

from okno.desk.kinds import KINDS
from okno.look.icons import ICONS, icon


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_icon_of_the_table_is_drawn(name):
    assert "<path" in icon(name) or "<circle" in icon(name) or "<rect" in icon(name) or "<line" in icon(name)


def test_an_icon_that_is_not_in_the_table_is_an_error():
    with pytest.raises(KeyError):
        icon("no-such-thing")


def test_an_icon_is_hidden_from_screen_readers_unless_it_has_a_name():
    assert 'aria-hidden="true"' in icon("reply")
    named = icon("reply", label='Ответ "срочно"')
    assert 'role="img"' in named
    assert "Ответ &quot;срочно&quot;" in named
    assert "aria-hidden" not in named


def test_every_kind_of_fact_has_an_icon():
    assert {kind.icon for kind in KINDS.values()} <= set(ICONS)
