"""Which address leads to which room."""

from django.urls import include, path

urlpatterns = [
    path("", include("okno.workspace.urls")),
    path("", include("okno.portal.urls")),
    path("", include("okno.login.urls")),
]

handler400 = "okno.core.middleware.bad_request"
handler403 = "okno.core.middleware.permission_denied"
handler404 = "okno.core.middleware.not_found"
handler500 = "okno.core.middleware.server_error"
