"""The addresses of the community, as customers see it."""

from django.urls import path

from okno.portal.community import deeds, reading, writing

POST, ANSWER = "<int:pk>/", "answers/<int:pk>/"

urlpatterns = [
    path("", reading.posts, name="community"),
    path("new/", writing.new_post, name="community_new"),
    path("alike/", writing.alike, name="community_alike"),
    path("pictures/", writing.pictures, name="community_pictures"),
    path("pictures/<int:pk>/", reading.picture, name="community_picture"),
    path("quiet/<str:token>/", deeds.quiet, name="community_quiet"),
    path(POST, reading.post, name="community_post"),
    path(POST + "text/", writing.post_text, name="community_post_text"),
    path(POST + "answers/", writing.answers, name="community_answers"),
    path(POST + "helped/", deeds.helped, name="community_helped"),
    path(POST + "vote/", deeds.vote, name="community_vote"),
    path(POST + "closure/", deeds.closure, name="community_closure"),
    path(POST + "report/", deeds.report, name="community_report"),
    path(ANSWER + "text/", writing.answer_text, name="community_answer_text"),
    path(ANSWER + "vote/", deeds.answer_vote, name="community_answer_vote"),
    path(ANSWER + "acceptance/", deeds.acceptance, name="community_acceptance"),
    path(ANSWER + "report/", deeds.answer_report, name="community_answer_report"),
]
