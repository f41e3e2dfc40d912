"""Who stands behind a mail address at the door, and whether the door opens."""

from okno.people.models import Address, Channel, Person, normalised


def whom(address: str) -> Person | None:
    """Return the person who may enter with this mail address, any of the person's own; otherwise None."""
    normal = normalised(Channel.MAIL, address)
    found = (
        Address.objects.filter(channel=Channel.MAIL, normal=normal)
        .select_related("person__organisation")
        .first()
    )
    return found.person if found is not None and may_enter(found.person) else None


def may_enter(person: object) -> bool:
    """True for a living account of a human being: not the robot, not dismissed, not merged into another (SEC-36)."""
    return (
        isinstance(person, Person)
        and person.is_active
        and not person.is_robot
        and person.merged_into_id is None
    )
