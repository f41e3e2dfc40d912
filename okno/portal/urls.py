"""The addresses of the portal: my requests, and the page behind the links in letters."""

from django.urls import path

from okno.portal import by_link, views

app_name = "portal"
urlpatterns = [
    path("my/", views.mine, name="mine"),
    path("my/<int:number>/", views.ticket, name="ticket"),
    path("my/<int:number>/answers/", views.answers, name="answers"),
    path("my/<int:number>/confirmation/", views.confirmation, name="confirmation"),
    path("my/<int:number>/reopening/", views.reopening, name="reopening"),
    path("my/<int:number>/rating/", views.rating, name="rating"),
    path("my/<int:number>/files/<int:pk>/", views.file, name="file"),
    path("my/keeping/", views.keeping, name="keeping"),
    path("ask/", views.ask, name="ask"),
    path("t/<str:token>/", by_link.by_link, name="by_link"),
    path("t/<str:token>/answers/", by_link.answers, name="link_answers"),
    path("t/<str:token>/confirmation/", by_link.confirmation, name="link_confirmation"),
    path("t/<str:token>/reopening/", by_link.reopening, name="link_reopening"),
    path("t/<str:token>/rating/", by_link.rating, name="link_rating"),
    path("t/<str:token>/files/<int:pk>/", by_link.file, name="link_file"),
    path("t/<str:token>/keeping/", by_link.keeping, name="link_keeping"),
    path("t/<str:token>/language/", by_link.language, name="link_language"),
    path("t/<str:token>/live/", by_link.live, name="link_live"),
]
