from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from okno.core import clock
from okno.notify.models import Browser, ChatLine, JoinCode, News, Notice, Push

KEEPS = timedelta(days=90)
PUSH_KEEPS = timedelta(days=1)


def forget() -> None:
    """Delete news of three months ago, pushes and words of yesterday, old codes, and browsers whose session is over."""
    now = clock.now()
    Notice.objects.filter(over_at__lt=now - KEEPS).delete()
    News.objects.filter(told_at__lt=now - KEEPS).delete()
    Push.objects.filter(written_at__lt=now - PUSH_KEEPS).delete()
    ChatLine.objects.filter(written_at__lt=now - PUSH_KEEPS).delete()
    JoinCode.objects.filter(until__lt=now).delete()
    session = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    Browser.objects.exclude(Exists(session)).delete()
