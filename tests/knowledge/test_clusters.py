"""Texts that ask the same are one group; a matter of its own is none."""

import random

from okno.knowledge.gathering.clusters import FEWEST, clusters

PRINTER = "касс не печата чек лент".split()
VPN = "vpn не подключа удаленн доступ".split()


def test_what_asks_the_same_is_one_group_and_the_largest_comes_first() -> None:
    texts = {n: [*PRINTER, f"магазин{n}"] for n in range(1, 6)} | {n: [*VPN, f"дом{n}"] for n in range(6, 9)}
    texts[9] = ["сканер", "мыш"]
    printer, vpn = clusters(texts)
    assert set(printer.members) == {1, 2, 3, 4, 5}
    assert set(vpn.members) == {6, 7, 8}
    assert printer.centre == printer.members[0]
    assert {"чек", "лент"} <= set(printer.words)


def test_two_are_no_group() -> None:
    assert clusters(dict.fromkeys(range(FEWEST - 1), PRINTER)) == []


def test_a_chain_of_half_likenesses_is_not_one_group() -> None:
    letters = [f"слово{n}" for n in range(12)]
    texts = {n: letters[n : n + 4] for n in range(9)}
    for one in clusters(texts):
        centre = set(texts[one.centre])
        assert all(len(centre & set(texts[member])) >= 2 for member in one.members)
        assert len(one.members) < len(texts)


def test_what_everybody_says_brings_nobody_together() -> None:
    polite = ["здравствуйт", "помог", "пожалуйст"]
    texts = {n: [*polite, f"беда{n}"] for n in range(40)}
    assert clusters(texts) == []


def test_each_text_is_in_one_group_at_most_and_the_order_of_reading_changes_nothing() -> None:
    chance = random.Random(8)
    stems = [f"с{n}" for n in range(60)]
    texts = {n: chance.choices(stems[n % 6 * 10 :][:10], k=8) for n in range(200)}
    found = clusters(texts)
    members = [member for one in found for member in one.members]
    assert len(members) == len(set(members))
    assert {frozenset(one.members) for one in clusters(dict(reversed(texts.items())))} == {
        frozenset(one.members) for one in found
    }
