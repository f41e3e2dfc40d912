from okno.people.models.address import Address, Channel, normalised
from okno.people.models.consent import Consent, Purpose, PurposeText
from okno.people.models.entrance import Audience, Entrance
from okno.people.models.organisation import MailDomain, Organisation
from okno.people.models.person import STAFF, Person, Role
from okno.people.models.person_fact import PersonFact, PersonFactKind
from okno.people.models.person_merge import PersonMerge
from okno.people.models.provider import Provider, Registration, SecondStep
from okno.people.models.support_level import SupportLevel
from okno.people.models.team import ACCEPT_MINUTES, MOST_URGENT, Line, Membership, Strategy, Team

__all__ = [
    "ACCEPT_MINUTES",
    "MOST_URGENT",
    "STAFF",
    "Address",
    "Audience",
    "Channel",
    "Consent",
    "Entrance",
    "Line",
    "MailDomain",
    "Membership",
    "Organisation",
    "Person",
    "PersonFact",
    "PersonFactKind",
    "PersonMerge",
    "Provider",
    "Purpose",
    "PurposeText",
    "Registration",
    "Role",
    "SecondStep",
    "Strategy",
    "SupportLevel",
    "Team",
    "normalised",
]
