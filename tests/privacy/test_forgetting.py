"""Blacking out: whatever surrounds a name or an address, nothing of it is left, and nothing else is touched."""

from hypothesis import given
from hypothesis import strategies as st

from okno.people.forgetting import BLACK, Gone, needles_of

words = st.text(st.characters(categories=["L", "N"]), min_size=3, max_size=12)
names = st.lists(words, min_size=1, max_size=3).map(" ".join)
around = st.text(" \n\t.,:;<>()«»—", max_size=5)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(names, around, around)
def test_a_name_is_found_whatever_stands_around_it(name: str, before: str, after: str) -> None:
    gone = Gone((1,), needles_of([name]))
    told = gone.black(f"{before}{name}{after} {name}")
    if gone.needles:
        assert gone.black(told) == told
        assert told.count(BLACK) >= 1


@given(names, plain)
def test_data_keep_their_shape(name: str, data: object) -> None:
    gone = Gone((1,), needles_of([name]))
    told = gone.clean(data)
    assert _shape(told) == _shape(data)
    assert gone.clean(told) == told or BLACK in str(told)


@given(plain)
def test_nobody_is_found_nowhere(data: object) -> None:
    assert Gone((1,), ()).clean(data) == data


def test_a_name_in_another_word_stays() -> None:
    gone = Gone((1,), needles_of(["Анна", "anna@romashka.test", "Ян"]))
    assert gone.black("Жанна и Анна, anna@romashka.test; Ян") == f"Жанна и {BLACK}, {BLACK}; Ян"


def test_the_longer_name_goes_whole() -> None:
    gone = Gone((1,), needles_of(["Анна", "Анна  Белова"]))
    assert gone.black("АННА\nбелова") == BLACK


def _shape(value: object) -> object:
    if isinstance(value, list):
        return [_shape(one) for one in value]
    if isinstance(value, dict):
        return {name: _shape(one) for name, one in value.items()}
    return str if isinstance(value, str) else value
