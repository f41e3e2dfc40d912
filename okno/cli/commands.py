"""The list of commands, in the order in which a person meets them."""

import typer

from okno.cli import config, knowledge, mail, sla
from okno.cli.backup import backup, restore
from okno.cli.check import check
from okno.cli.createadmin import createadmin
from okno.cli.demo import demo
from okno.cli.letter import letter
from okno.cli.migrate import migrate
from okno.cli.reactions import reactions
from okno.cli.recount import recount
from okno.cli.reindex import reindex
from okno.cli.resetfactor import resetfactor
from okno.cli.serve import serve
from okno.cli.version import version
from okno.cli.web import web
from okno.cli.words import _
from okno.cli.worker import worker

application = typer.Typer(
    name="okno",
    help=_(
        "Okno, the one window: an open service desk. A letter comes in, a person answers, nothing is lost."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

application.command(help=_("Try the desk: a company with people and tickets, on this machine."))(demo)
application.command(help=_("Send a test letter to the running demo."))(letter)
application.command(help=_("Run the whole desk: pages, jobs and mail, one tree of processes."))(serve)
application.command(help=_("Run the pages alone."))(web)
application.command(help=_("Run the jobs alone."))(worker)
application.add_typer(mail.application, name="mail", help=_("Run the mail doors alone; look into letters."))
application.command(help=_("Bring the database up to date; a new one is made ready."))(migrate)
application.command(help=_("Make an administrator."))(createadmin)
application.command(help=_("Let somebody in who has lost the second step."))(resetfactor)
application.command(help=_("Ask the desk doctor whether everything is well."))(check)
application.command(help=_("Save everything into one file."))(backup)
application.command(help=_("Bring everything back from such a file."))(restore)
application.add_typer(config.application, name="config", help=_("All settings as one file, out and in."))
application.add_typer(knowledge.application, name="knowledge", help=_("Articles as files, out and in."))
application.add_typer(sla.application, name="sla", help=_("Why a deadline is what it is."))
application.command(help=_("Make what the search knows anew, from the tickets as they are."))(reindex)
application.command(help=_("Sum the clocks of all tickets anew, from their facts."))(recount)
application.command(help=_("Print what happens by itself: fact by fact."))(reactions)
application.command(help=_("Print the version."))(version)
