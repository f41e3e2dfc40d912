"""What changes of promises have moved: the runs over all open tickets."""

from django.http import HttpResponse

from okno.setup import access
from okno.workspace.doors import Request, room
from okno.workspace.settings.views import page

AT_MOST = 30


@room()
def recounts(request: Request) -> HttpResponse:
    """Show the last runs, the one that goes on with its progress."""
    runs = list(access.recounts_for(request.user)[:AT_MOST])
    return page(request, "policies/runs.html", {"runs": runs, "recount": next(iter(runs), None)})
