"""The form of the chat: in use or not, who answers, within which hours, and the first words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from okno.channels.models import ChatDesk
from okno.people.models import Team
from okno.sla.models import WorkCalendar
from okno.workspace.settings.kit import Kit


class ChatForm(Kit):
    """How the desk talks in the chat. How many chats somebody has at once stands with the colleague."""

    groups = (
        (
            _("The chat"),
            _("A page of the portal, and the widget of your own site."),
            ("is_active", "welcome"),
        ),
        (_("Who is there"), "", ("team", "calendar")),
    )

    class Meta:
        model = ChatDesk
        fields = ("is_active", "welcome", "team", "calendar")
        labels = {
            "is_active": _("In use"),
            "welcome": _("First words"),
            "team": _("Who answers"),
            "calendar": _("Hours"),
        }
        help_texts = {
            "welcome": _("What a visitor reads before he writes. Empty: “Hello! What can we help with?”"),
            "team": _("New chats come to this team. Empty: to all colleagues."),
            "calendar": _(
                "Outside them the chat says that nobody is there, and takes the message. Empty: as the shifts of the team are."
            ),
        }
        widgets = {"welcome": forms.Textarea({"rows": 2})}

    def prepare(self) -> None:
        """Offer what is in use, and what is chosen already."""
        self.offer_in_use("team", Team)
        self.offer_in_use("calendar", WorkCalendar)
