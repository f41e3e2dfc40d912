"""The addresses of what is done with personal data, below settings/."""

from django.urls import path

from okno.workspace.privacy import erasures, looks

urlpatterns = [
    path("erasures/", erasures.erasures, name="erasures"),
    path("erasures/<int:pk>/", erasures.erasure, name="erasure"),
    path("erasures/<int:pk>/beginning/", erasures.beginning, name="erasure_beginning"),
    path("erasures/<int:pk>/refusal/", erasures.refusal, name="erasure_refusal"),
    path("looks/", looks.looks, name="looks"),
    path("looks.<slug:ending>", looks.looks_file, name="looks_file"),
]
