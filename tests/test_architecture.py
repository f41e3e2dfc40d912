"""The house rules that a machine can check; the floors themselves are import-linter's."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import ForeignKey

ROOT = Path(__file__).resolve().parents[1]
OKNO = ROOT / "okno"
FLOORS = (
    "core", "people", "sla", "catalog", "staffing", "contracts", "assets", "desk", "automation", "channels", "knowledge",
    "community", "setup", "feedback", "notify", "privacy",
)  # fmt: skip
WRITES = frozenset(
    ["save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"]
)
# Rooms that write besides `actions/`, each with its reason.
MAY_WRITE = {
    "core/": "the ground keeps files, heart-beats and jobs; it knows no noun of the business",
    "desk/journal.py": "the fact is written here and nowhere else",
    "desk/clocks.py": "clocks change inside the verbs that call it",
    "channels/": "the funnels in and out are verbs of their own; checked below to touch only their own tables",
    "login/": "allauth's own rows and sessions",
}
OWN_OF_CHANNELS = frozenset(
    ["Bot", "Chat", "ChatDesk", "Inbound", "Delivery", "Mailbox", "MailboxCursor", "Visitor"]
)


def sources(*below: str) -> Iterator[Path]:
    for folder in below or ("",):
        for path in sorted((OKNO / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def name_of(path: Path) -> str:
    return path.relative_to(OKNO).as_posix()


def written(path: Path) -> Iterator[tuple[int, str, str]]:
    """Return line, model and method of every `Model.objects….write()` in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            root: ast.expr = node.func.value
            while isinstance(root, ast.Call | ast.Attribute):
                if (
                    isinstance(root, ast.Attribute)
                    and root.attr == "objects"
                    and isinstance(root.value, ast.Name)
                ):
                    yield node.lineno, root.value.id, node.func.attr
                    break
                root = root.func if isinstance(root, ast.Call) else root.value


def test_only_actions_write() -> None:
    wrong = [
        f"{name_of(path)}:{line} {model}.{method}"
        for path in sources()
        if "/actions/" not in f"/{name_of(path)}" and not name_of(path).startswith(tuple(MAY_WRITE))
        for line, model, method in written(path)
    ]
    assert not wrong, wrong


def test_the_doors_write_only_their_own_tables() -> None:
    wrong = [
        f"{name_of(path)}:{line} {model}.{method}"
        for path in sources("channels")
        for line, model, method in written(path)
        if model not in OWN_OF_CHANNELS
    ]
    assert not wrong, wrong


def test_only_actions_record_facts() -> None:
    wrong = [
        name_of(path)
        for path in sources()
        if re.search(r"from okno\.desk\.journal import|journal\.record", path.read_text(encoding="utf-8"))
        and not name_of(path).startswith("desk/actions/")
    ]
    assert not wrong, wrong


def test_foreign_keys_point_down() -> None:
    for model in apps.get_models():
        label = model._meta.app_label
        if label not in FLOORS:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey) and field.related_model != model:
                target = field.related_model._meta.app_label
                assert target not in FLOORS or FLOORS.index(target) <= FLOORS.index(label), (
                    f"{model} → {target}"
                )


def test_faces_get_objects_through_access_alone() -> None:
    forbidden = re.compile(r"\b(Ticket|Message|Attachment|Draft|Fact|Clock|Inbound|Delivery)\.objects\b")
    wrong = [
        name_of(path)
        for path in sources("workspace", "portal")
        if forbidden.search(path.read_text(encoding="utf-8"))
    ]
    assert not wrong, wrong


@pytest.mark.parametrize("face", ["workspace", "portal"])
def test_portal_and_workspace_share_no_template(face: str) -> None:
    other = {"workspace": "portal", "portal": "workspace"}[face]
    for path in (OKNO / face).rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(rf"""(include|extends|partial)\s+["']{other}/""", text), path
        assert path.parent.relative_to(OKNO / face / "templates").parts[0] == face, path


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_files_are_opened_in_one_place() -> None:
    """Whoever opens the store himself passes the gate of the virus scanner (docs/decisions/0050-virus-scanner.md)."""
    allowed = {"core/files.py", "core/scanning.py", "core/unused.py", "cli/doctor/machine.py"}
    openers = {
        str(path.relative_to(OKNO))
        for path in OKNO.rglob("*.py")
        if "default_storage" in path.read_text(encoding="utf-8")
    }
    assert openers <= allowed


def test_nobody_listens_to_signals_or_overrides_save() -> None:
    wrong = [
        name_of(path)
        for path in sources(*FLOORS, "workspace", "portal")
        if re.search(r"(pre|post)_(save|delete)\b|@receiver|def save\(self", path.read_text(encoding="utf-8"))
        and not name_of(path).startswith("core/postgres")
    ]
    assert not wrong, wrong


def test_sec_43_54_no_dangerous_words() -> None:
    dangerous = re.compile(
        r"\bpickle\b|\beval\(|\bexec\(|shell=True|yaml\.load\(|mark_safe|\|\s*safe\b|autoescape off|RawSQL|\.extra\("
    )
    wrong = [
        f"{path.relative_to(OKNO)}:{number}"
        for path in [*sources(), *OKNO.rglob("*.html")]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if dangerous.search(line) and "# why:" not in line
    ]
    assert not wrong, wrong


def test_sec_02_pages_have_no_inline_scripts_or_styles() -> None:
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=[\"']|javascript:"
    )
    wrong = [
        f"{path.relative_to(OKNO)}: {found.group()}"
        for path in OKNO.rglob("*.html")
        if "channels/templates"
        not in path.as_posix()  # letters have no policy, and mail programs know no style sheets
        for found in [inline.search(path.read_text(encoding="utf-8"))]
        if found
    ]
    assert not wrong, wrong


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError")
    wrong = [name_of(path) for path in sources() if later.search(path.read_text(encoding="utf-8"))]
    assert not wrong, wrong


def test_colours_are_tokens() -> None:
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch)a?\(")
    wrong = [
        path.name
        for path in (OKNO / "look").rglob("*.css")
        if path.name != "tokens.css"
        and literal.search(
            re.sub(r"url\([^)]*\)|/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        )
    ]
    assert not wrong, wrong
