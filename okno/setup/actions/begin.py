from django.db import connection, transaction

from okno.core.refusals import NotFound
from okno.people import provider
from okno.people.actions.hire import set_password
from okno.people.actions.meet import robot
from okno.people.models import Person, Provider, Role
from okno.setup import first_run
from okno.setup.actions.save import save
from okno.setup.setups import COLLEAGUES


@transaction.atomic
def begin(*, email: str, name: str, password: str, language: str, next_step: str) -> Person:
    """Make the first administrator of a new desk; raises NotFound for everybody who comes after him.

    Raises Unfit with the sentences for each field, and BadInput where the password is too weak.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('okno first administrator'))")
    if not first_run.is_new():
        raise NotFound
    plain = {"email": email, "name": name, "role": Role.ADMINISTRATOR.value, "language": language}
    person, _change = save(COLLEAGUES, None, plain, by=robot())
    set_password(person, password)
    person.save(update_fields=["password"])
    lead_on(next_step)
    return Person.objects.get(pk=person.pk)


def lead_on(next_step: str) -> None:
    """Remember the step of the first run at which it goes on; an empty one ends it."""
    Provider.objects.update(next_step=next_step)
    transaction.on_commit(provider.ours.forget)
