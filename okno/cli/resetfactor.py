from typing import Annotated

import typer

from okno.cli.words import _


def resetfactor(
    email: Annotated[str, typer.Argument(help=_("A mail address of whoever has lost the phone or the key."))],
) -> None:
    """Take away somebody's authenticator app, passkeys and recovery codes, so that he comes in without them."""
    from okno.cli import ground

    ground.wake()
    from okno.cli.tree import prepare

    prepare.require()
    from okno.cli.ground import Stop
    from okno.people.actions.meet import robot
    from okno.people.actions.reset_second_step import reset_second_step
    from okno.people.models import Channel, Person

    person = Person.objects.known_by(Channel.MAIL, email.strip()).first()
    if person is None:
        raise Stop(_("Nobody here has the address %(email)s.") % {"email": email}, 2)
    reset_second_step(person, by=robot())
    print(_("%(name)s comes in without a second step now.") % {"name": person})
