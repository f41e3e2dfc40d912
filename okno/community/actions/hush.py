from django.db import transaction

from okno.community import access
from okno.community.models import Hush, Post
from okno.core import clock
from okno.people.models import Person


@transaction.atomic
def hush(post: Post, *, by: Person) -> None:
    """Send no letters about this post to the person any more; twice is once."""
    Hush.objects.get_or_create(post=post, person=by, defaults={"at": clock.now()})


@transaction.atomic
def listen(post: Post, *, by: Person) -> None:
    """Send letters about this post to the person again."""
    access.hushes_of(by, post).delete()
