"""Which address leads to which room."""

from django.conf import settings
from django.urls import include, path

from okno.core import health
from okno.look import installing

urlpatterns = [
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("app.webmanifest", installing.manifest, name="manifest"),
    path("app-icon-<int:size>.png", installing.app_icon, name="app_icon"),
    path("", include("okno.login.urls")),
    path("", include("okno.workspace.urls")),
    path("", include("okno.portal.urls")),
]

if settings.DEMO or settings.DEBUG:
    urlpatterns.append(path("look/", include("okno.look.urls")))
if settings.DEMO:
    urlpatterns.append(path("", include("okno.demo.urls")))

handler400 = "okno.core.middleware.bad_request"
handler403 = "okno.core.middleware.permission_denied"
handler404 = "okno.core.middleware.not_found"
handler500 = "okno.core.middleware.server_error"
