"""The addresses of the lists; a name of ours comes before the name of a queue."""

from django.urls import path

from okno.workspace.queues import bulk, exports, saved, views

urlpatterns = [
    path("", views.queues, name="queues"),
    path("bulk/", bulk.runs, name="bulk"),
    path("bulk/menu/", bulk.menu, name="bulk_menu"),
    path("bulk/<int:pk>/", bulk.run, name="bulk_run"),
    path("bulk/<int:pk>/undoing/", bulk.undoing, name="bulk_undoing"),
    path("views/", saved.views, name="views"),
    path("views/<int:pk>/", saved.view, name="view"),
    path("views/<int:pk>/removal/", saved.removal, name="view_removal"),
    path("views/<int:pk>/place/", saved.place, name="view_place"),
    path("<slug:slug>/", views.queue, name="queue"),
    path("<slug:slug>/tickets.<slug:ending>", exports.queue_file, name="queue_file"),
]
