"""The cast: Anna asks, Boris answers, Vera leads the team, Gleb administers; Grigory must see nothing."""

import pytest
from django.test import Client

from okno.people.models import Person, Role
from tests import make


@pytest.fixture
def anna(db: None) -> Person:
    """A customer of ООО «Ромашка»."""
    return make.person("Анна Белова", "anna@romashka.test")


@pytest.fixture
def boris(db: None) -> Person:
    """An agent."""
    return make.agent("Борис Орлов", "boris@desk.test")


@pytest.fixture
def vera(db: None) -> Person:
    """A team lead."""
    return make.agent("Вера Соколова", "vera@desk.test", role=Role.LEAD)


@pytest.fixture
def gleb(db: None) -> Person:
    """An administrator."""
    return make.agent("Глеб Титов", "gleb@desk.test", role=Role.ADMINISTRATOR)


@pytest.fixture
def grigory(db: None) -> Person:
    """A customer of another company, who must see nothing of Anna's."""
    return make.person("Григорий Чужой", "grigory@other.test")


@pytest.fixture
def as_boris(boris: Person) -> Client:
    """A browser in which Boris is logged in."""
    return _logged_in(boris)


@pytest.fixture
def as_anna(anna: Person) -> Client:
    """A browser in which Anna is logged in."""
    return _logged_in(anna)


@pytest.fixture
def as_grigory(grigory: Person) -> Client:
    """A browser in which Grigory is logged in."""
    return _logged_in(grigory)


def _logged_in(person: Person) -> Client:
    client = Client(HTTP_HOST="desk.test")
    client.force_login(person, backend="okno.login.backends.ByMailAddress")
    return client
