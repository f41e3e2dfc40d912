from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock, files
from okno.core.refusals import BadInput, TooMuch
from okno.knowledge.markdown import pictures
from okno.knowledge.models import Article, Picture

PICTURES_AT_MOST = 100
_UNUSED_FOR = timedelta(days=7)


class NotAPicture(BadInput):
    message = _("Only pictures stand in an article: PNG, JPEG, GIF or WebP.")


class TooManyPictures(TooMuch):
    message = _("A hundred pictures at most belong to one article.")


@transaction.atomic
def illustrate(article: Article | None, name: str, content: bytes) -> Picture:
    """Keep a picture for the article, or for one that is not saved yet; where it stands is said in the text.

    Raises NotAPicture, FileTooLarge or TooManyPictures.
    """
    if files.kind_of(content) == files.DOWNLOAD:
        raise NotAPicture(field="picture")
    now = clock.now()
    if article is None:
        Picture.objects.filter(article=None, at__lt=now - _UNUSED_FOR).delete()
    elif Picture.objects.filter(article=article).count() >= PICTURES_AT_MOST:
        raise TooManyPictures(field="picture")
    stored = files.keep_given(content)
    return Picture.objects.create(article=article, file=stored, name=files.safe_name(name), at=now)


def adopt(article: Article, text: str) -> None:
    """Give the article the pictures that came before it and stand in its text."""
    Picture.objects.filter(article=None, pk__in=pictures(text)[:PICTURES_AT_MOST]).update(article=article)
