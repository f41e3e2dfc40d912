from okno.people.actions.addresses import mark_broken
from tests import make


def test_a_person_has_addresses_and_tickets(as_boris, anna):
    ticket = make.ticket(by=anna, subject="Принтер гудит")
    mark_broken("anna@romashka.test")
    page = as_boris.get(f"/people/{anna.pk}/").content.decode()
    assert "anna@romashka.test" in page
    assert "Принтер гудит" in page
    assert f"/tickets/{ticket.number}/" in page
    assert "badge--missed" in page


def test_somebody_who_does_not_exist_is_not_found(as_boris):
    assert as_boris.get("/people/999999/").status_code == 404
