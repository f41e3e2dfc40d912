"""The addresses of the community as they stand in letters; the one that ends letters about a post is signed."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from okno.community.models import Post
from okno.core.refusals import NotFound
from okno.people.models import Person

_SALT = "okno.community.quiet"


def whole_link(post: Post) -> str:
    """Return the whole address of a post."""
    return f"{settings.PORTAL_URL}{reverse('portal:community_post', args=[post.pk])}"


def quiet_link(post: Post, person: Person) -> str:
    """Return the whole address at which this person, without a login, says that no more letters about the post shall come."""
    return f"{settings.PORTAL_URL}{reverse('portal:community_quiet', args=[quiet_token(post, person)])}"


def quiet_token(post: Post, person: Person) -> str:
    """Return what is signed in it."""
    return signing.dumps([post.pk, person.pk], salt=_SALT, compress=False)


def of_token(token: str) -> tuple[Post, Person]:
    """Return whose letters about what it is, the reader as he stands now; raises NotFound for what is no link of ours.

    It never runs out.
    """
    try:
        post, person = signing.loads(token, salt=_SALT)
        reader = Person.objects.select_related("merged_into").get(pk=person).standing
        return Post.objects.get(pk=post), reader
    except (signing.BadSignature, Post.DoesNotExist, Person.DoesNotExist, TypeError, ValueError):
        raise NotFound from None
