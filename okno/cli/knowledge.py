"""`okno knowledge`: articles out of files and into one."""

import zipfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from okno.cli.words import _

if TYPE_CHECKING:
    from okno.knowledge.papers.reading import Store
    from okno.people.models import Person

application = typer.Typer(no_args_is_help=True)


@application.command("import", help=_("Make drafts of Markdown, HTML and DOCX: a file, a folder or a ZIP."))
def bring(
    source: Annotated[Path, typer.Argument(help=_("The file, the folder or the archive."))],
    owner: Annotated[
        str, typer.Option(help=_("The mail address of the colleague who will look after them."))
    ] = "",
    audience: Annotated[
        str, typer.Option(help=_("Who may read what does not say it: everyone, customers, staff."))
    ] = "staff",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would come, and change nothing."))
    ] = False,
) -> None:
    """Tell what becomes of each file; exit status 1 where one becomes nothing."""
    _wake()
    from okno.cli import ground
    from okno.cli.ground import Stop
    from okno.core.refusals import Refusal
    from okno.knowledge.actions.bring_in import bring_in, looked_at
    from okno.knowledge.models import Audience
    from okno.knowledge.papers.reading import papers

    if audience not in {Audience.EVERYONE, Audience.CUSTOMERS, Audience.STAFF}:
        raise Stop(_("Who may read it is one of these: everyone, customers, staff."))
    by = _owner(owner)
    try:
        with ExitStack() as held, ground.counted(_("Reading files")) as told:
            read = papers(_store(source, held))
            come = looked_at(read) if dry_run else bring_in(read, by=by, audience=audience, told=told)
    except OSError as error:
        raise Stop(
            _("%(path)s cannot be read: %(error)s") % {"path": source, "error": error.strerror or error}
        ) from None
    except Refusal as refusal:
        raise Stop(str(refusal)) from None
    for one in come:
        print(f"{'✗' if one.why_not else '+'} {one.paper.path}: {one.paper.title}")
        for problem in filter(None, (one.why_not, *one.problems)):
            print(f"    {problem}")
    refused = sum(bool(one.why_not) for one in come)
    counts = {"count": len(come) - refused, "refused": refused}
    print(_("Drafts: %(count)d, not taken: %(refused)d.") % counts)
    raise typer.Exit(1 if refused else 0)


@application.command(help=_("Write all articles with their pictures into a ZIP of Markdown."))
def export(target: Annotated[Path, typer.Argument(help=_("The file to write."))]) -> None:
    """Write the archive; brought in again it is the same."""
    _wake()
    from okno.knowledge import access
    from okno.knowledge.papers import writing

    with target.open("wb") as stream:
        count = writing.write(access.articles_to_take(_owner("")).iterator(100), stream)
    print(_("Articles: %(count)d. Written: %(path)s") % {"count": count, "path": target})


def _store(source: Path, held: ExitStack) -> "Store":
    from okno.knowledge.papers.reading import Archive, Folder, NotAnArchive, opened

    if source.is_dir():
        return Folder(source)
    if source.suffix.lower() == ".zip":
        try:
            return Archive(held.enter_context(zipfile.ZipFile(source)))
        except zipfile.BadZipFile:
            raise NotAnArchive from None
    return opened(source.name, source.read_bytes())


def _owner(address: str) -> "Person":
    """Return the colleague of this address, without one the first administrator."""
    from okno.cli.ground import Stop
    from okno.people.models import Person, Role

    colleagues = Person.objects.staff().filter(is_active=True)
    found = (
        colleagues.filter(email__iexact=address) if address else colleagues.filter(role=Role.ADMINISTRATOR)
    )
    person = found.order_by("pk").first()
    if person is None:
        raise Stop(
            _("Nobody who works here has this address.") if address else _("There is no administrator yet.")
        )
    return person


def _wake() -> None:
    from okno.cli import ground

    ground.wake()
    from okno.cli.tree import prepare

    prepare.require()
