import pytest

from okno.desk import access
from okno.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


def test_a_note_calls_by_full_name_or_by_a_first_name_that_one_colleague_has(
    boris: Person, vera: Person
) -> None:
    make.agent("Борис Лапин")
    make.agent("Верагиня Титова")
    assert access.called_in("@вера, глянь") == [vera]
    assert access.called_in("@Борис, глянь") == [], "two of them: nobody is called by chance"
    assert set(access.called_in("@Борис Орлов и @Вера")) == {boris, vera}
    assert access.called_in("пишите на vera@desk.test") == []


def test_customers_are_never_called(anna: Person) -> None:
    assert access.called_in("@Анна Белова") == []
