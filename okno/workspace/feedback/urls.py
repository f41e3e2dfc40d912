"""The addresses of feedback."""

from django.urls import path

from okno.workspace.feedback import ratings, self_service, suggestions, waves

urlpatterns = [
    path("", ratings.reviews, name="feedback"),
    path("reviews/<int:pk>/", ratings.review, name="review"),
    path("ratings/", ratings.ratings, name="ratings"),
    path("self-service/", self_service.self_service_share, name="self_service"),
    path("self-service/found/", self_service.self_service_found, name="self_service_found"),
    path("self-service/asked/", self_service.self_service_asked, name="self_service_asked"),
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path("suggestions/<int:pk>/", suggestions.decision, name="suggestion_decision"),
    path("waves/", waves.waves, name="waves"),
    path("waves/new/", waves.new_wave, name="new_wave"),
    path("waves/<int:pk>/", waves.wave, name="wave"),
    path("waves/<int:pk>/change/", waves.change, name="wave_change"),
    path("waves/<int:pk>/stop/", waves.stop, name="wave_stop"),
]
