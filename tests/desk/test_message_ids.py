import pytest
from hypothesis import given
from hypothesis import strategies as st

from okno.desk import message_ids
from okno.desk.models import Ticket

numbers = st.integers(1, 10**12)


@given(numbers)
def test_our_own_message_id_names_its_ticket(number: int) -> None:
    assert message_ids.number_in(f"<{message_ids.fresh(Ticket(number=number))}>") == number


@given(numbers, st.data())
def test_sec_26_one_changed_character_breaks_a_message_id(number: int, data: st.DataObject) -> None:
    ours = message_ids.fresh(Ticket(number=number))
    local = ours.partition("@")[0]
    place = data.draw(st.integers(0, len(local) - 1))
    sign = data.draw(
        st.sampled_from("abcdefghijklmnopqrstuvwxyz234567.").filter(lambda new: new != local[place])
    )
    assert message_ids.number_in(local[:place] + sign + local[place + 1 :] + "@desk.test") is None


@given(numbers, numbers)
def test_sec_26_the_token_of_one_ticket_does_not_open_another(number: int, other: int) -> None:
    token = message_ids.reply_token(Ticket(number=number), "anna@romashka.test")
    assert message_ids.token_holds(token, "ANNA@romashka.test") == number
    assert message_ids.token_holds(token, "grigory@other.test") is None
    if other != number:
        assert message_ids.token_holds(f"{other}-{token.partition('-')[2]}", "anna@romashka.test") is None


@pytest.mark.parametrize(
    "foreign", ["", "<>", "okno.1.x@y", "1001@desk.test", "okno." + "9" * 40 + ".a.b@c", "\x00"]
)
def test_foreign_ids_name_nothing(foreign: str) -> None:
    assert message_ids.number_in(foreign) is None
    assert message_ids.token_holds(foreign, "anna@romashka.test") is None
