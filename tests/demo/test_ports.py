"""The ports of the demo: beside the chosen one, free, and each of them for one thing alone."""

import socket
from collections.abc import Iterator

import pytest

from okno.demo.play import HOST, free, ports


@pytest.fixture
def taken() -> Iterator[int]:
    """Return a port on which somebody listens, with room for others after it."""
    with socket.socket() as other:
        other.bind((HOST, free(41_000)))
        other.listen()
        yield other.getsockname()[1]


def test_where_the_chosen_port_is_taken_pages_and_mail_do_not_choose_the_same_one(taken: int) -> None:
    chosen = ports(taken)
    assert taken not in chosen
    assert len(set(chosen)) == 3


def test_the_ports_of_mail_stand_beside_the_one_of_the_pages(taken: int) -> None:
    pages, listener, catcher = ports(taken)
    assert taken < pages < listener < catcher


def test_without_a_chosen_port_they_are_the_usual_ones_or_free_ones_after_them() -> None:
    pages, listener, catcher = ports(None)
    assert pages >= 8000
    assert catcher > listener >= 2525


def test_the_last_port_of_a_machine_leaves_none_for_mail_and_says_so() -> None:
    with pytest.raises(SystemExit, match="no free port"):
        ports(65_535)
