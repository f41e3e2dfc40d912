from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CUSTOMER = "customer", _("customer")
    MANAGER = "manager", _("customer's manager")
    AGENT = "agent", _("agent")
    LEAD = "lead", _("team lead")
    ADMINISTRATOR = "administrator", _("administrator")
    ROBOT = "robot", _("robot")
    ERASED = "erased", _("erased person")  # whose data were erased at his wish; the name is his number alone


UNDO_AT_MOST = 60  # seconds
CHATS_AT_ONCE = 3
STAFF = (Role.AGENT, Role.LEAD, Role.ADMINISTRATOR)
# Whoever has no name is called by the address.
CALLED = Lower(Coalesce(NullIf(F("name"), Value("")), F("email"), output_field=models.CharField()))


def called(name: str, email: str, role: str) -> str:
    """Return what a person is called; the desk itself, and who was erased, as the reader's language calls them."""
    if role == Role.ROBOT:
        return str(_("Okno"))
    if role == Role.ERASED:
        return str(_("Erased person № %(number)s")) % {"number": name}
    return name or email or str(_("Unknown person"))


# By hand, because every page asks it first: building it from the models takes longer than its answer.
_BEHIND_A_SESSION = """
SELECT people_person.*, ARRAY(
    SELECT team.id FROM people_team team
    WHERE team.is_closed AND NOT EXISTS (
        SELECT FROM people_membership works WHERE works.team_id = team.id AND works.person_id = people_person.id
    )
) AS closed_teams
FROM people_person WHERE id = %s
"""


class PersonQuerySet(models.QuerySet["Person"]):
    def staff(self) -> "PersonQuerySet":
        """People who work here and may log in."""
        return self.filter(role__in=STAFF, is_active=True)

    def by_name(self) -> "PersonQuerySet":
        """As in a telephone book: by the name, or by the address of those who have none."""
        return self.annotate(called=CALLED).order_by("called", "pk")

    def known_by(self, channel: str, value: str) -> "PersonQuerySet":
        """The person who owns this address on this channel."""
        from okno.people.models.address import normalised

        return self.filter(addresses__channel=channel, addresses__normal=normalised(channel, value))


class PersonManager(BaseUserManager["Person"]):
    def get_queryset(self) -> PersonQuerySet:
        """Return the questions in the words of the desk."""
        return PersonQuerySet(self.model, using=self._db)

    def staff(self) -> PersonQuerySet:
        """People who work here and may log in."""
        return self.get_queryset().staff()

    def known_by(self, channel: str, value: str) -> PersonQuerySet:
        """The person who owns this address on this channel."""
        return self.get_queryset().known_by(channel, value)

    def behind_session(self, pk: int) -> "Person | None":
        """Return the person of a session together with the closed teams in which he does not work.

        So no statement of a page has to ask for them again; nobody keeps them longer than a request.
        """
        return next(iter(self.raw(_BEHIND_A_SESSION, [pk])), None)

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person who logs in with this address, whatever its case."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Anyone who asks, works or acts here: a customer, a colleague, the robot.

    Almost nothing is required: a stranger's first letter makes a person of nothing but an address.
    """

    name = models.CharField(_("name"), max_length=200, blank=True)
    # The address for login and for answers; one of the person's addresses, kept equal by the actions of this app.
    email = models.EmailField(_("mail address"), max_length=254, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.CUSTOMER)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="ru")
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    signature = models.TextField(_("signature"), blank=True, max_length=2000)
    # Seconds; empty is as the desk has it.
    undo_seconds = models.PositiveSmallIntegerField(
        _("time to call an answer back"), null=True, blank=True, validators=[MaxValueValidator(UNDO_AT_MOST)]
    )
    # Tickets in work at the same time, given by a strategy; empty: as many as come.
    capacity = models.PositiveSmallIntegerField(_("tickets at once"), null=True, blank=True)
    # Conversations in the chat at the same time, beside the tickets; empty: as many as is usual.
    chat_capacity = models.PositiveSmallIntegerField(_("chats at once"), null=True, blank=True)
    skills = ArrayField(models.CharField(max_length=50), verbose_name=_("skills"), default=list, blank=True)
    is_active = models.BooleanField(_("may log in"), default=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()
    # What the one behind this very request may not see; known where the person was fetched by `behind_session`.
    closed_teams: list[int] | None = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="one_person_an_email", condition=~models.Q(email="")
            ),
            models.UniqueConstraint(fields=["role"], name="one_robot", condition=models.Q(role="robot")),
        ]
        indexes = [
            models.Index(fields=["role", "name"], name="person_by_role"),
            models.Index(CALLED, "id", name="person_by_name", condition=models.Q(merged_into=None)),
        ]

    def __str__(self) -> str:
        return called(self.name, self.email, self.role)

    @property
    def standing(self) -> "Person":
        """The one who stands for this person: whom he was merged into, or he himself. One step is always enough."""
        return self.merged_into or self

    @property
    def is_staff_member(self) -> bool:
        """True for those who work here."""
        return self.is_active and self.role in STAFF

    @property
    def is_lead(self) -> bool:
        """True for leads and administrators."""
        return self.is_active and self.role in (Role.LEAD, Role.ADMINISTRATOR)

    @property
    def is_administrator(self) -> bool:
        """True for those who may change the settings of the desk."""
        return self.is_active and self.role == Role.ADMINISTRATOR

    @property
    def undo_time(self) -> int:
        """For how many seconds an answer of this person can be called back."""
        return int(settings.UNDO_SEND_SECONDS if self.undo_seconds is None else self.undo_seconds)

    @property
    def chat_places(self) -> int:
        """To how many this person can talk in the chat at the same time."""
        return CHATS_AT_ONCE if self.chat_capacity is None else self.chat_capacity

    @property
    def is_robot(self) -> bool:
        """True for the desk itself."""
        return self.role == Role.ROBOT

    @property
    def is_erased(self) -> bool:
        """True where the desk has forgotten who it was."""
        return self.role == Role.ERASED
