"""The gallery; it answers 404 outside of development and the demo."""

from django.urls import path

from okno.look import views

app_name = "look"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("workspace/", views.workspace, name="workspace"),
    path("plain/", views.plain, name="plain"),
]
