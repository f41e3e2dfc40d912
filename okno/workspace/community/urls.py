"""The addresses of those who look after the community."""

from django.urls import path

from okno.workspace.community import alike, deeds, editing, turning, views

POST, ANSWER = "<int:pk>/", "answers/<int:pk>/"

urlpatterns = [
    path("", views.posts, name="community"),
    path(POST, views.post, name="community_post"),
    path(POST + "text/", editing.text, name="community_text"),
    path(POST + "showing/", deeds.showing, name="community_showing"),
    path(POST + "hiding/", deeds.hiding, name="community_hiding"),
    path(POST + "settling/", deeds.settling, name="community_settling"),
    path(POST + "closure/", deeds.closure, name="community_closure"),
    path(POST + "frequency/", deeds.frequency, name="community_frequency"),
    path(POST + "others/", alike.others, name="community_others"),
    path(POST + "merger/", deeds.merger, name="community_merger"),
    path(POST + "merger/undoing/", deeds.merger_undoing, name="community_merger_undoing"),
    path(POST + "stage/", deeds.staging, name="community_stage"),
    path(POST + "ticket/", turning.ticket, name="community_ticket"),
    path(POST + "article/", turning.article, name="community_article"),
    path(ANSWER + "text/", editing.answer_text, name="community_answer_text"),
    path(ANSWER + "showing/", deeds.answer_showing, name="community_answer_showing"),
    path(ANSWER + "hiding/", deeds.answer_hiding, name="community_answer_hiding"),
]
