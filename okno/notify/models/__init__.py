from okno.notify.models.browser import Browser, DeskKey, Push
from okno.notify.models.news import News
from okno.notify.models.notice import Notice
from okno.notify.models.wishes import Digest, Wishes

__all__ = ["Browser", "DeskKey", "Digest", "News", "Notice", "Push", "Wishes"]
