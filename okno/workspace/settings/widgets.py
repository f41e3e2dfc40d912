"""What belongs to a widget besides its form: a page to try it on, the secret that is shown once."""

import secrets

from django.http import HttpResponse
from django.shortcuts import render

from okno.setup import access, setups
from okno.setup.actions.save import save
from okno.workspace.doors import Request, room
from okno.workspace.settings.sections import section_for
from okno.workspace.settings.views import row_page


@room("POST")
def secret(request: Request, pk: int) -> HttpResponse:
    """Make a new secret and show it this once; what was signed with the one before is believed no more."""
    section = section_for(request.user, setups.WIDGETS.name)
    row = access.row_for(request.user, section.setup, pk)
    fresh = secrets.token_urlsafe(32)
    saved, _change = save(section.setup, row, {"secret": fresh}, by=request.user)
    return row_page(request, section, saved, fresh=fresh)


@room()
def site(request: Request, pk: int) -> HttpResponse:
    """Show the widget as it stands on a site."""
    section = section_for(request.user, setups.WIDGETS.name)
    row = access.row_for(request.user, section.setup, pk)
    return render(request, "workspace/settings/widget_site.html", {"row": row})
