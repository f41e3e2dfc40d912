from django.db import transaction

from okno.community.actions._ground import index
from okno.community.models import Post


def index_posts() -> int:
    """Let the search know all posts anew, each in a transaction of its own; returns how many there are."""
    pks = list(Post.objects.order_by("pk").values_list("pk", flat=True))
    for pk in pks:
        with transaction.atomic():
            if (post := Post.objects.select_for_update().filter(pk=pk).first()) is not None:
                index(post)
    return len(pks)
