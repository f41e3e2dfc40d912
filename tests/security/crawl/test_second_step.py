"""Where a second step is demanded, whoever has none opens nothing of the whole table of rights but what sets one up."""

import pytest

from okno.login.second_step import OPEN
from okno.people import provider
from okno.people.models import Provider
from tests.security.addresses import ALL, path_to
from tests.security.asking import ask
from tests.security.rights import RIGHTS
from tests.security.world import World

pytestmark = pytest.mark.django_db
BY_NAME = {address.name: address for address in ALL}
HERE = "/me/factor/"
# Pages on other sites read no cookie: everybody is a stranger there.
WITHOUT_COOKIE = (
    "portal:widget",
    "portal:frame",
)


@pytest.fixture
def demanded():
    Provider.objects.update(second_step="staff")
    provider.ours.forget()
    yield
    Provider.objects.update(second_step="nobody")
    provider.ours.forget()


def test_sec_36_without_the_demanded_step_nothing_opens(world: World, demanded: None) -> None:
    opened = {}
    for name, rows in RIGHTS.items():
        if name in OPEN or name.startswith(WITHOUT_COOKIE):
            continue
        address = BY_NAME[name]
        path = path_to(address, world.matters["open"], world)
        for method in {method for method, _who, _status in rows}:
            answer = ask(world.client("agent"), method, path)
            is_led = answer.status == 302 and answer.headers.get("Location") == HERE
            is_refused = answer.status in (401, 403) or (
                answer.status == 405 and method not in ("GET", "POST")
            )
            if answer.writes or not (is_led or is_refused):
                opened[f"{method} {name}"] = (
                    answer.status,
                    answer.headers.get("Location"),
                    answer.writes[:1],
                )
    assert not opened


def test_customers_notice_nothing(world: World, demanded: None) -> None:
    assert ask(world.client("requester"), "GET", "/my/").status == 200
