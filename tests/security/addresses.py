"""Every address of the desk, walked out of Django's resolver, and how its places are filled with a real object."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from okno.automation.models import Trial
from okno.channels.actions.set_up_bot import the_bot
from okno.community.links import quiet_token
from okno.community.models import Post
from okno.desk.models import Rehearsal
from okno.feedback import links as feedback
from okno.knowledge.models import Gap
from okno.privacy.models import ErasureRequest
from okno.sla.models import WorkCalendar
from tests.security.world import Matter, World

NOWHERE = 987_654_321
METHODS = ("GET", "POST", "PUT", "DELETE")


@dataclass(frozen=True)
class Address:
    """One pattern of the URL map."""

    name: str
    route: str
    places: tuple[str, ...]

    @property
    def has_object(self) -> bool:
        """True where the address names a thing that belongs to somebody."""
        return bool(
            set(self.places)
            - {"widget", "slug", "kind", "section", "step", "key", "ending", "figure", "word", "colour"}
        )

    def path(self, **values: object) -> str:
        """Return the address with its places filled."""
        path = self.route
        for place in self.places:
            start = path.index("<")
            end = path.index(">") + 1
            assert path[start:end].rpartition(":")[2].strip("<>") == place
            path = path[:start] + str(values[place]) + path[end:]
        return "/" + path


def walk(resolver: Any = None, prefix: str = "", space: str = "") -> Iterator[Address]:
    """Yield every address below a resolver, the whole project's by default."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, route, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            assert isinstance(pattern, URLPattern)
            name = f"{space}{pattern.name}" if pattern.name else f"/{route}"
            yield Address(name, route, tuple(pattern.pattern.converters))


ALL = tuple(walk())


def path_to(address: Address, matter: Matter | None, world: World) -> str:
    """Return the address filled with the objects of this matter, or with such as do not exist; looked up once."""
    mark = address.name, id(matter)
    if mark not in world.paths:
        world.paths[mark] = address.path(**_values(address, matter, world))
    return world.paths[mark]


def _values(address: Address, matter: Matter | None, world: World) -> dict[str, object]:
    known: dict[str, object] = {
        "slug": "open",
        "kind": "note",
        "section": "teams",
        "step": "provider",
        "key": "x:y",
        "ending": "csv",
        "year": 2027,
        "size": 192,
        "mark": "x",
        "colour": "2b6cb0",
        "word": world.feed,
        "widget": world.widget.key,
        "figure": "in_hand",
    }
    if matter is None:
        return known | {
            "number": NOWHERE,
            "clock": NOWHERE,
            "pk": NOWHERE,
            "other": NOWHERE,
            "token": f"{NOWHERE}:x:y",
            "reference": "x:y",
        }
    return known | {
        "number": matter.ticket.number,
        "clock": matter.ticket.clocks.get(metric="first_reply").pk if "clock" in address.places else NOWHERE,
        "other": matter.linked.number,
        "token": _token(address, matter, world),
        "reference": world.chat_file if address.name == "portal:chat_file_of" else matter.picture,
        "pk": NOWHERE
        if "pk" not in address.places or address.name.startswith("entrance")
        else _pk(address, matter, world),
    }


def _token(address: Address, matter: Matter, world: World) -> str:
    if address.name.startswith("portal:survey"):
        return feedback.make(matter.invitation).rstrip("/").rpartition("/")[2]
    if address.name.startswith("portal:community"):
        return quiet_token(_post(matter, world), matter.requester)
    return matter.decides if address.name.startswith("portal:approval") else matter.token


def _post(matter: Matter, world: World) -> Post:
    return world.posts[next(name for name, one in world.matters.items() if one is matter)]


def _of_room(address: Address, matter: Matter, world: World) -> int | None:
    """Return the article or the post of a matter, with its picture or answer; None elsewhere."""
    name = next(name for name, one in world.matters.items() if one is matter)
    if address.name.startswith("portal:widget_post"):
        post = world.posts[name]
        return int((post.pictures.get() if address.name.endswith("_picture") else post).pk)
    if address.name.startswith(
        (
            "workspace:article",
            "workspace:ticket_giving",
            "workspace:ticket_taking",
            "portal:help_",
            "portal:widget_",
        )
    ):
        article = world.articles[name]
        return int((article.pictures.get() if address.name.endswith("_picture") else article).pk)
    if address.name.startswith(("workspace:community", "portal:community")):
        post = world.posts[name]
        if address.name == "portal:community_picture":
            return int(post.pictures.get().pk)
        return int((post.answers.get() if "answers/<" in address.route else post).pk)
    return None


def _pk(address: Address, matter: Matter, world: World) -> int:
    things = {
        "workspace:person": matter.requester,
        "workspace:person_addresses": matter.requester,
        "workspace:address_removal": matter.requester.addresses.first(),
        "workspace:address_main": matter.requester.addresses.first(),
        "workspace:address_repair": matter.requester.addresses.first(),
        "own_address_main": world.people["agent"].addresses.first(),
        "own_address_removal": world.people["agent"].addresses.first(),
        "own_address_repair": world.people["agent"].addresses.first(),
        "workspace:person_erasure": matter.requester,
        "workspace:person_merger": matter.requester,
        "workspace:person_merger_undoing": matter.person_merge,
        "workspace:delivery_repetition": matter.delivery,
        "workspace:delivery_stop": matter.delivery,
        "workspace:view": matter.view,
        "workspace:view_removal": matter.view,
        "workspace:view_place": matter.view,
        "workspace:bulk_run": matter.run,
        "workspace:bulk_undoing": matter.run,
        "workspace:merger_undoing": matter.merge,
        "workspace:split_undoing": matter.split,
        "workspace:work_removal": matter.work,
        "workspace:participant_removal": matter.participant,
        "portal:removal": matter.participant,
        "workspace:draft_file_removal": matter.draft_file,
        "workspace:revision": matter.note,
        "workspace:revisions": matter.note,
        "workspace:draft_file": matter.draft_file,
        "workspace:draft_file_alt": matter.draft_file,
        "workspace:approval_instead": matter.question,
        "portal:approval": matter.question,
        "portal:approval_delegation": matter.question,
        "workspace:review": matter.review,
        "workspace:suggestion_decision": matter.suggestion,
        "workspace:suggestion_idea": matter.suggestion,
        "workspace:wave": world.wave,
        "workspace:wave_change": world.wave,
        "workspace:wave_stop": world.wave,
        "workspace:macro": world.macro,
        "workspace:ticket_steps": world.articles["guide"],
        "portal:request": world.request_type,
        "workspace:schedule": world.people["agent"],
        "workspace:absences": world.people["agent"],
        "workspace:absences_in": world.people["agent"],
        "workspace:absence_ending": world.absence,
        "workspace:settings_undoing": world.change,
        "workspace:settings_check": world.mailbox,
        "workspace:settings_entrance_check": world.entrance,
        "workspace:settings_messenger_check": the_bot().get(),
        "workspace:settings_widget_secret": world.widget,
        "workspace:settings_widget_site": world.widget,
        "workspace:settings_customer_invitation": world.people["requester"],
        "workspace:settings_second_step": world.people["agent"],
        "workspace:settings_invitation": world.people["agent"],
        "mfa_edit_webauthn": world.passkey,
        "mfa_remove_webauthn": world.passkey,
    }
    if thing := things.get(address.name):
        return int(thing.pk)
    if (of_room := _of_room(address, matter, world)) is not None:
        return of_room
    of_settings = {
        "knowledge/gaps/": lambda: Gap.objects.get(ticket=matter.ticket).pk,
        "settings/calendars/": lambda: WorkCalendar.objects.get(is_always=False).pk,
        "settings/rules/trials/": lambda: Trial.objects.latest("pk").pk,
        "settings/rehearsals/": lambda: Rehearsal.objects.latest("pk").pk,
        "settings/erasures/": lambda: ErasureRequest.objects.latest("pk").pk,
        "settings/": lambda: world.change.row,
    }
    for begin, known in of_settings.items():
        if address.route.startswith(begin):
            return int(known())
    if address.route.startswith("quarantine/"):
        return int(matter.quarantined.pk)
    return int(
        (
            matter.attachment
            if "attachments/" in address.route or "files/" in address.route
            else matter.message
        ).pk
    )
