"""The settings of the doors: where letters come in, where people do, the messenger, the chat, the widgets on sites."""

from okno.channels.actions.set_up_bot import set_up_bot, the_bot
from okno.channels.actions.set_up_chat import set_up_chat, the_chat_desk
from okno.channels.actions.set_up_mailbox import set_up_mailbox
from okno.channels.actions.set_up_widget import set_up_widget
from okno.channels.models import Bot, ChatDesk, Mailbox, Widget
from okno.people.actions.set_up_entrance import set_up_entrance
from okno.people.models import Entrance
from okno.setup.setups.setup import Setup
from okno.setup.shape import Shape

MAILBOXES = Setup(
    name="mailboxes",
    shape=Shape(
        model=Mailbox,
        rows=lambda: Mailbox.objects.select_related("team").order_by("address"),
        key="address",
        is_address=True,
        columns=("address", "name", "team", "acknowledges", "imap_host", "imap_port", "imap_security", "imap_folder",
                 "smtp_host", "smtp_port", "smtp_security", "login", "user", "oauth_token_url", "oauth_client_id",
                 "trusted_authserv_id", "is_active"),
        references={"team": "name"},
        secrets=("secret",),
    ),
    verb=set_up_mailbox,
)  # fmt: skip
ENTRANCES = Setup(
    name="entrances",
    shape=Shape(
        model=Entrance,
        rows=lambda: Entrance.objects.order_by("name"),
        key="name",
        columns=("name", "issuer", "client_id", "audience", "makes_people", "is_active"),
        lists={"domains": lambda row: list(row.domains)},
        secrets=("secret",),
    ),
    verb=set_up_entrance,
)
MESSENGER = Setup(
    name="messenger",
    shape=Shape(
        model=Bot, rows=the_bot, key="name", columns=("name", "api", "is_active"), secrets=("secret",)
    ),
    verb=set_up_bot,
    is_single=True,
)
CHAT = Setup(
    name="chat",
    shape=Shape(
        model=ChatDesk,
        rows=the_chat_desk,
        key="name",
        columns=("name", "is_active", "team", "calendar", "welcome"),
        references={"team": "name", "calendar": "name"},
    ),
    verb=set_up_chat,
    is_single=True,
)
WIDGETS = Setup(
    name="widgets",
    shape=Shape(
        model=Widget,
        rows=lambda: Widget.objects.select_related("calendar").order_by("name"),
        key="name",
        columns=("name", "key", "accent", "is_left", "title_ru", "title_en", "greeting_ru", "greeting_en", "has_chat",
                 "has_form", "phone", "calendar", "links", "contexts", "uses_title", "is_active"),
        references={"calendar": "name"},
        lists={"origins": lambda row: list(row.origins)},
        secrets=("secret",),
    ),
    verb=set_up_widget,
)  # fmt: skip
