from datetime import timedelta

from django.db import transaction

from okno.community.models import Picture
from okno.core import clock, files
from okno.knowledge.actions.illustrate import NotAPicture
from okno.people.models import Person

_UNUSED_FOR = timedelta(days=7)


@transaction.atomic
def illustrate(name: str, content: bytes, *, by: Person) -> Picture:
    """Keep a picture for a text that is being written; it belongs to the post once the text is saved.

    Raises NotAPicture or FileTooLarge.
    """
    if files.kind_of(content) == files.DOWNLOAD:
        raise NotAPicture(field="picture")
    now = clock.now()
    Picture.objects.filter(post=None, by=by, at__lt=now - _UNUSED_FOR).delete()
    stored = files.keep_given(content)
    return Picture.objects.create(by=by, file=stored, name=files.safe_name(name), at=now)
