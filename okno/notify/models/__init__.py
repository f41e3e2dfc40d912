from okno.notify.models.browser import Browser, DeskKey, Push
from okno.notify.models.chat import Chat, ChatLine, JoinCode
from okno.notify.models.news import News
from okno.notify.models.notice import OF_THE_DESK, About, Notice
from okno.notify.models.wishes import Digest, Wishes

__all__ = [
    "OF_THE_DESK",
    "About",
    "Browser",
    "Chat",
    "ChatLine",
    "DeskKey",
    "Digest",
    "JoinCode",
    "News",
    "Notice",
    "Push",
    "Wishes",
]
