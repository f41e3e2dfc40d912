"""Every address × every person × whose thing it is, against the committed table (SEC-11, GOAL-11)."""

import pytest

from tests.security.addresses import ALL, METHODS, path_to
from tests.security.asking import Answer, ask
from tests.security.crawl.conftest import Seen
from tests.security.rights import RIGHTS
from tests.security.world import ROLES, World

pytestmark = pytest.mark.django_db
BY_NAME = {address.name: address for address in ALL}
STATUS = {"N": 404, "F": 403, "X": 401, "D": 302, "R": 302}


def test_sec_11_every_address_has_its_row_and_every_row_its_address() -> None:
    assert len(BY_NAME) == len(ALL), "two addresses share a name"
    assert set(RIGHTS) == set(BY_NAME)
    for rows in RIGHTS.values():
        for _method, who, _status in rows:
            assert all(len(signs) == len(ROLES) for signs in who.values())


def test_sec_11_the_rooms_of_the_demo_exist_in_the_demo_alone() -> None:
    assert not any(address.route.startswith(("look/", "letters/", "site/")) for address in ALL)


def test_sec_11_no_address_takes_a_method_that_has_no_row(world: World) -> None:
    for name, rows in RIGHTS.items():
        address = BY_NAME[name]
        path = path_to(address, world.matters["open"], world)
        taken = {method for method, _who, _status in rows}
        for method in METHODS:
            if method in taken or (name.startswith(("account_", "mfa_")) and method in ("PUT", "DELETE")):
                continue  # allauth's forms take a PUT as a POST
            if name in ("live", "portal:link_live"):
                continue  # an endless answer to whatever method
            role = "agent" if name.startswith("workspace:") else "requester"
            assert ask(world.client(role), method, path).status == 405, (name, method)


@pytest.mark.parametrize("role", ROLES)
def test_sec_11_the_table_of_rights(world: World, seen: Seen, role: str) -> None:
    """What is not for you looks exactly like what does not exist, and nothing is written for it."""
    wrong = {}
    nothing = ask(world.client(role), "POST", "/tickets/987654321/replies/")
    assert nothing.status == 404
    for name, rows in RIGHTS.items():
        for method, who, status in rows:
            for whose, signs in who.items():
                sign = signs[ROLES.index(role)]
                answer = _ask(world, seen, role, name, method, whose)
                if told := _wrong(answer, sign, status):
                    wrong[f"{name} {method} {whose}"] = told
                elif sign == "N" and whose and answer.shape != nothing.shape:
                    wrong[f"{name} {method} {whose}"] = "a 404 of its own kind"
    assert not wrong


def _ask(world: World, seen: Seen, role: str, name: str, method: str, whose: str) -> Answer:
    address = BY_NAME[name]
    path = path_to(address, world.matters[whose or "open"], world)
    return seen(role, path, method)


def _wrong(answer: Answer, sign: str, status: int) -> str:
    """Return what is wrong with the answer; whoever is refused has written nothing."""
    if answer.status != STATUS.get(sign, status):
        return f"{answer.status} for {sign}"
    where = answer.headers.get("Location", "")
    if sign == "D" and not where.startswith("/login/"):
        return f"led to {where}"
    if sign not in "YR" and answer.writes:
        return f"wrote {answer.writes[0][:200]}"
    return ""
