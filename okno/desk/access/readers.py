"""What decides which tickets a person may know of, so that a statement is put together once for all who are alike."""

from typing import NamedTuple

from okno.people.models import Person


class Reader(NamedTuple):
    """Who one is, as far as the rights to tickets go."""

    pk: int
    role: str
    organisation: int | None
    is_active: bool
    closed_teams: tuple[int, ...] | None  # those in which one does not work; None where that is not known

    @classmethod
    def of(cls, person: Person) -> "Reader":
        """Return what decides about this very person."""
        closed = None if person.closed_teams is None else tuple(person.closed_teams)
        return cls(person.pk, person.role, person.organisation_id, person.is_active, closed)

    @classmethod
    def like(cls, person: Person) -> "Reader":
        """Return what decides about all to whom the same tickets are open as to this person."""
        reader = cls.of(person)
        knows = person.is_administrator or (person.is_staff_member and reader.closed_teams is not None)
        return reader._replace(pk=0, organisation=None) if knows else reader

    def person(self) -> Person:
        """Return somebody with these rights, for putting a statement together."""
        person = Person(
            pk=self.pk, role=self.role, organisation_id=self.organisation, is_active=self.is_active
        )
        person.closed_teams = None if self.closed_teams is None else list(self.closed_teams)
        return person
