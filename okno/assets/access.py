"""Who may know of which objects of organisations."""

from okno.assets.models import Asset
from okno.people.models import Person

AT_MOST = 500


def own_assets(person: Person) -> list[Asset]:
    """Return the objects in use of the person's organisation, by their names; none without one."""
    if person.organisation_id is None:
        return []
    return list(
        Asset.objects.filter(organisation=person.organisation_id, is_active=True).order_by("name")[:AT_MOST]
    )
