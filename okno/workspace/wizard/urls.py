"""The addresses of the first run, below start/; a name of ours comes before the name of a step."""

from django.urls import path

from okno.workspace.wizard import first, views

urlpatterns = [
    path("", first.start, name="start"),
    path("key/<str:key>/", first.key, name="start_key"),
    path("end/", views.end, name="start_end"),
    path("<slug:step>/", views.step, name="start_step"),
]
