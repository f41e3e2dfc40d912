"""The portal's own address (`OKNO_PORTAL_URL`): customers come by it, and the rooms of colleagues are not there."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from okno.core.middleware import Middleware, refuse
from okno.core.refusals import NotFound
from okno.people.models import Person


class own_host(Middleware):  # noqa: N801 - read in settings as the thing that it is about
    """Lead everybody to the right beginning, and colleagues to the address of the desk."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Keep the workspace from the portal's address; all else goes on."""
        match = request.resolver_match
        if not settings.PORTAL_HOST or request.get_host() != settings.PORTAL_HOST or match is None:
            return None
        if match.namespace != "workspace":
            return None
        person = request.user
        if isinstance(person, Person) and person.is_staff_member and request.method == "GET":
            return HttpResponseRedirect(settings.BASE_URL + request.get_full_path())
        if match.view_name == "workspace:home":
            return redirect("portal:mine" if person.is_authenticated else "portal:help")
        return refuse(request, NotFound.status, str(NotFound.message))
