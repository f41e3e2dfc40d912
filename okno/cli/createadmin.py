import sys
from typing import Annotated

import typer

from okno.cli.words import _


def createadmin(
    email: Annotated[str, typer.Option("--email", help=_("Mail address, which is the login."))] = "",
    name: Annotated[str, typer.Option("--name", help=_("Name as others see it."))] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help=_("Read the password from the standard input."))
    ] = False,
) -> None:
    """Make an administrator, or make one of somebody whom the desk knows; what is not given is asked for."""
    from okno.cli import ground

    ground.wake()
    from okno.cli.tree import prepare

    prepare.require()
    from django.conf import settings

    from okno.people.actions.hire import hire
    from okno.people.models import Role
    from okno.setup import first_run
    from okno.setup.actions.begin import lead_on
    from okno.workspace.wizard.steps import STEPS

    email = email or typer.prompt(_("Mail address"))
    name = name or (email if password_stdin else typer.prompt(_("Name")))
    password = (
        _from_input()
        if password_stdin
        else typer.prompt(_("Password"), hide_input=True, confirmation_prompt=_("Once more"))
    )
    is_first = first_run.is_new()
    person = hire(email.strip(), name.strip(), Role.ADMINISTRATOR, password=password)
    print(_("%(name)s (%(email)s) is an administrator now.") % {"name": person.name, "email": person.email})
    if is_first:
        lead_on(STEPS[0].slug)
        print(_("Log in at %(url)s: there the desk is set up step by step.") % {"url": settings.BASE_URL})


def _from_input() -> str:
    from okno.cli.ground import Stop

    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise Stop(_("There is no password on the standard input."), 2)
    return password
