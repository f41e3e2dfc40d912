from django.db import transaction

from okno.core import clock
from okno.knowledge.models import Happening
from okno.notify.actions._spreading import know, news, spread, wishes_of
from okno.notify.whom_of_articles import concerned
from okno.people.models import Person


@transaction.atomic
def tell_of_article(happening: Happening) -> None:
    """Write down who is told of what happened to an article, and by which ways; telling once more changes nothing.

    Only who works here is told: all of them may read drafts. Whoever has acted in the article since knows already.
    """
    kinds, now = concerned(happening), clock.now()
    people = Person.objects.staff().filter(pk__in=kinds)
    since = Happening.objects.filter(article=happening.article_id, pk__gt=happening.pk, by__in=kinds)
    acted = set(since.values_list("by_id", flat=True))
    wishes, rows = wishes_of(kinds), []
    for person in people.order_by("pk"):
        row = news(person, kinds[person.pk], wishes, happened=happening.at, now=now)
        if row is not None:
            row.happening, row.article = happening, happening.article
            if person.pk in acted:
                know(row, now)
            rows.append(row)
    if rows:
        spread(rows, now)
