from django.urls import path

from okno.demo import views

app_name = "demo"
urlpatterns = [
    path("site/", views.site, name="site"),
    path("letters/", views.letters, name="letters"),
    path("letters/<str:name>/", views.letters, name="letter"),
    path("letters/<str:name>/body/", views.body, name="body"),
    path("letters/<str:name>/answer/", views.answer, name="answer"),
]
