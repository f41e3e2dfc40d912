"""Hostile words stand in every text column of every table of ours, and every page shows them as words (SEC-06)."""

import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Value
from django.db.models.functions import Cast, Concat, Left

from okno.setup.setups import SETUPS
from tests.security.addresses import ALL, path_to
from tests.security.asking import ask
from tests.security.rights import RIGHTS
from tests.security.world import World

pytestmark = pytest.mark.django_db
HOSTILE = "\"><img src=x onerror=alert(1)>'{{7*7}}${7*7}<!--"
TEXTS = (models.CharField, models.TextField, models.JSONField, ArrayField)
RAW = re.compile(r"<img src=x|onerror=alert\(1\)>|'\{\{7\*7\}\}|>49<|\$49|<!--(?=[^>]*kanarejka)")
JSON = re.compile(r'<script id="[\w-]+" type="application/json">[^<>]*</script>')

# Columns that are no words of people: the desk makes or checks them itself, and another value would break it, not show.
EXEMPT = {
    "automation.Rule": {"conditions", "kind"},
    "automation.Trace": {"steps"},
    "automation.Trial": {"found", "lists", "seen"},
    "channels.Delivery": {"door", "purpose", "state", "rfc_message_id", "sealed_body"},
    "channels.Inbound": {
        "door",
        "external_id",
        "sha256",
        "state",
        "body_sha256",
        "rfc_message_id",
        "envelope_to",
    },
    "channels.Mailbox": {"imap_security", "smtp_security", "login", "secret"},
    "catalog.Matrix": {"name"},
    "catalog.Priority": {"code"},
    "community.CommunityPlan": {"name", "readers", "moderation"},
    "community.Post": {"html", "kind", "standing", "stage"},  # html: cleaned where it is shown
    "community.Answer": {"html", "standing"},
    "community.Happening": {"kind"},
    "community.Helped": {"key", "door"},
    "core.Heartbeat": set(),
    "core.StoredFile": {"sha256", "kind", "scan"},
    "desk.Approval": {"state"},
    "desk.ApprovalQuestion": {"because", "state"},
    "desk.ApprovalStep": {"recipe", "state"},
    "desk.Blank": {"kind", "then"},
    "desk.Breach": {"metric"},
    "desk.BulkItem": {"outcome", "reason", "before"},
    "desk.BulkRun": {"deed"},
    "desk.Clock": {"metric", "pauses"},
    "desk.Draft": {"key", "kind"},
    "desk.Fact": {"kind"},
    "desk.Late": {"metric"},
    "desk.Link": {"kind"},
    "desk.Merge": {"moved"},
    # Html: the browser's test.
    "desk.Message": {
        "kind",
        "door",
        "html",
        "key",
        "doubts",
        "rfc_message_id",
        "moved",
    },
    "desk.Presence": {"writes"},
    "desk.Rehearsal": {"promises"},
    "desk.SavedView": {"columns", "icon", "order"},
    "desk.Split": {"moved"},
    "desk.Ticket": {
        "approval",
        "near",
        "state",
        "waiting_for",
        "kind",
        "door",
        "promised",
        "impact",
        "urgency",
        "wish",
    },
    "desk.Warned": {"metric"},
    "desk.LoopPlan": {"name"},
    "desk.WarningPlan": {"name", "steps"},
    "desk.WorkLog": {"key"},
    "knowledge.Article": {"audience", "form", "language"},
    "knowledge.Outline": {"form"},
    "knowledge.Happening": {"kind"},
    "knowledge.Helped": {"key", "door"},
    "knowledge.Version": {"html"},  # cleaned where it is shown: tests/knowledge
    "notify.Browser": {"session_key", "endpoint", "public_key", "secret"},
    "notify.DeskKey": {"sealed"},
    "privacy.ErasureRequest": {"state", "sealed"},
    "privacy.Look": {"what"},
    "channels.Bot": {"name", "secret"},
    "channels.ChatDesk": {"name"},
    "channels.Visitor": {"key"},
    "notify.ChatLine": {"sealed"},
    "notify.JoinCode": {"digest"},
    "notify.News": {"kind"},
    "notify.Notice": {"about"},
    "notify.Push": {"tag", "sealed"},
    "notify.Wishes": {"matrix", "digest", "quiet_days"},
    "feedback.Suggestion": {"state"},
    "contracts.Agreement": {"minutes"},
    "contracts.Edition": {"mark"},
    # Codes stand among the words; tests/portal/test_requests.py asks with hostile ones.
    "catalog.FormVersion": {"questions"},
    "catalog.RequestType": {"approval", "kind", "questions", "parts"},
    "contracts.Policy": {"kind", "door"},
    "contracts.PolicyVersion": {"minutes"},
    "people.Address": {"channel", "normal"},
    "people.Team": {"strategy"},
    "people.Provider": {"logo", "accent", "language", "zone", "registration", "second_step", "next_step"},
    "people.Person": {"password", "role", "language", "zone"},
    "people.PersonFact": {"kind"},
    "people.PersonMerge": {"moved"},
    "setup.Change": {"what", "source"},
    "staffing.Absence": {"reason"},
    "staffing.Feed": {"digest", "sealed"},
    "staffing.Shift": {"week"},
    "sla.WorkCalendar": {"zone", "week", "holidays", "breaks", "exceptions", "names", "production"},
}
# Columns that hold words and that no page shows yet: the first page that shows one is crawled with the words in it.
SHOWN_NOWHERE = {
    # What the search reads of articles, and the names of their pictures, which stand in headers alone.
    "knowledge.Gap": {"key"},
    "knowledge.Vain": {"words"},  # told as the name of a gap
    "knowledge.Term": {"term", "head", "spelled", "sound"},
    "knowledge.Document": {"text", "stems"},
    "knowledge.Posting": {"term"},
    "knowledge.Picture": {"name"},
    "community.Picture": {"name"},
    "community.Word": {"term", "spelled"},  # what its search takes a slip for
    "core.StoredFile": {"scan_said"},  # of a virus, to administrators: tests/workspace/tickets/test_scanned.py
    "channels.Widget": {"secret"},  # sealed, and shown once to who made it
    "people.Entrance": {"secret"},  # sealed; only what leaves for the provider opens it
    "channels.Bot": {"api", "username"},  # the desk of the matrix has no messenger: tests/notify/test_messenger.py
    # Neither has it a chat: tests/portal/test_chat.py.
    "channels.Chat": {"context", "page", "email"},
    "channels.ChatDesk": {"welcome"},
    "notify.Chat": {"called"},
    "notify.Notice": {"facts"},  # its mail is in no trouble: tests/notify/test_troubles.py
    "channels.Inbound": {"envelope_from", "peer", "reason"},
    "core.Heartbeat": {"part", "place"},
    "desk.Attachment": {"content_id"},
    "desk.Fact": {"why"},
    "desk.Message": {"subject"},
    "desk.Ticket": {"our_address"},
    "people.Person": {"signature"},
    # Codes, which pages tell by their labels: this one has no room for the mark, this one is told beside parts alone.
    "automation.Rule": {"impact"},
    "catalog.RequestType": {"open_parts"},
}  # fmt: skip


def columns() -> list[tuple[type[models.Model], "models.Field[Any, Any]"]]:
    """Return every column of our apps that can hold words."""
    return [
        (model, column)
        for model in apps.get_models()
        if model.__module__.startswith("okno.")
        for column in model._meta.local_concrete_fields
        if isinstance(column, TEXTS)
    ]


def test_sec_06_every_exemption_is_a_column() -> None:
    known = {(model._meta.label, column.name) for model, column in columns()}
    named = {
        (label, name) for table in (EXEMPT, SHOWN_NOWHERE) for label, names in table.items() for name in names
    }
    assert named <= known


@pytest.fixture
def poisoned(world: World) -> dict[str, tuple[type[models.Model], str]]:
    """Write the words into every column, each with a mark of its own; returns mark → column. The test's end undoes it."""
    marks = {}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        # Facts are append-only; the end of the test undoes it.
        cursor.execute("ALTER TABLE desk_fact DISABLE TRIGGER USER")
        # And so is the history of the settings.
        cursor.execute("ALTER TABLE setup_change DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE people_purposetext DISABLE TRIGGER USER")  # and what was agreed to
    for number, (model, column) in enumerate(columns()):
        if column.name in EXEMPT.get(model._meta.label, ()):
            continue
        marks[f"m{number:03d}w"] = model, column.name
        _fill(model, column, f"m{number:03d}w")
    return marks


def _fill(model: type[models.Model], column: "models.Field[Any, Any]", mark: str) -> None:
    words = f"{mark}{HOSTILE}"
    rows = model._default_manager.all()
    if isinstance(column, ArrayField):
        rows.update(**{column.name: [words[:50]]})
    elif isinstance(column, models.JSONField):
        for row in rows:
            row_value = _in_json(getattr(row, column.name), words)
            rows.filter(pk=row.pk).update(**{column.name: row_value})
    else:
        # Unique columns want other words in each row.
        row_words = Concat(Value(words), Cast("pk", models.TextField()))
        longest = column.max_length or 10_000
        rows.update(
            **{column.name: Left(row_words, longest) if len(words) + 8 < longest else words[:longest]}
        )


def _in_json(known: Any, words: str) -> Any:
    """Return the same shape with the words for every word of people; codes and numbers stay."""
    if isinstance(known, dict):
        return {name: value if name == "code" else _in_json(value, words) for name, value in known.items()}
    if isinstance(known, list):
        return [_in_json(value, words) for value in known]
    return words if isinstance(known, str) and not known.isdigit() else known


def crawl(world: World, role: str) -> dict[str, str]:
    """Return every page that this person may read, as the browser gets it."""
    found = {}
    for address in ALL:
        if address.name.startswith(("live", "portal:link_live", "/health")) or not any(
            method == "GET" for method, _who, _status in RIGHTS[address.name]
        ):
            continue
        path = path_to(address, world.matters["open"], world)
        _read(world, role, path, found)
    for setup in SETUPS:
        _read(world, role, f"/settings/{setup.name}/", found)
        if row := setup.rows().first():
            _read(world, role, f"/settings/{setup.name}/{row.pk}/", found)
    return found


def _read(world: World, role: str, path: str, found: dict[str, str]) -> None:
    answer = ask(world.client(role), "GET", path)
    assert answer.status < 500, path
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        found[path] = answer.body


def test_sec_06_hostile_words_stay_words_on_every_page(
    world: World, poisoned: dict[str, tuple[type[models.Model], str]]
) -> None:
    """A column that holds words and is on no page has an exemption: a new one fails until somebody has looked."""
    seen: set[str] = set()
    for role in ("administrator", "agent", "requester"):
        for path, page in crawl(world, role).items():
            bare = JSON.sub("", page)  # Django's json_script, where a quote is no danger
            assert not RAW.search(bare), (role, path, RAW.search(bare))
            seen |= set(re.findall(r"m\d{3}w", page))
    unseen: dict[str, set[str]] = {}
    for mark, (model, name) in poisoned.items():
        if mark not in seen and name not in SHOWN_NOWHERE.get(model._meta.label, ()):
            unseen.setdefault(model._meta.label, set()).add(name)
    assert not unseen, f"shown on no page; show it, or say so in SHOWN_NOWHERE: {unseen}"
    assert json.dumps(sorted(seen))
