"""The addresses of the editors' room."""

from django.urls import path

from okno.workspace.knowledge import deeds, editor, gaps, papers, views

ARTICLE = "<int:pk>/"

urlpatterns = [
    path("", views.articles, name="articles"),
    path("new/", editor.new_article, name="new_article"),
    path("preview/", editor.preview, name="article_preview"),
    path("pictures/", editor.pictures, name="new_article_pictures"),
    path("wishes/", views.wishes, name="article_wishes"),
    path("import/", papers.bringing, name="articles_import"),
    path("articles.zip", papers.archive, name="articles_file"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("gaps/renewal/", gaps.renewal, name="gaps_renewal"),
    path("gaps/<int:pk>/", gaps.gap, name="gap"),
    path("gaps/<int:pk>/aside/", gaps.aside, name="gap_aside"),
    path("gaps/<int:pk>/article/", gaps.beginning, name="gap_article"),
    path(ARTICLE, editor.article, name="article"),
    path(ARTICLE + "publication/", editor.publication, name="article_publication"),
    path(ARTICLE + "review/", editor.review, name="article_review"),
    path(ARTICLE + "pictures/", editor.pictures, name="article_pictures"),
    path(ARTICLE + "review/return/", deeds.review_return, name="article_review_return"),
    path(ARTICLE + "draft/removal/", deeds.draft_removal, name="article_draft_removal"),
    path(ARTICLE + "archiving/", deeds.archiving, name="article_archiving"),
    path(ARTICLE + "looking/", deeds.looking_through, name="article_looking"),
    path(ARTICLE + "restoration/", deeds.restoration, name="article_restoration"),
    path(ARTICLE + "versions/", views.versions, name="article_versions"),
]
