import typer


def worker() -> None:
    """Run the jobs in this process until SIGTERM."""
    from okno.cli import ground

    ground.wake()
    from django.db import connection

    from okno.cli.tree import prepare
    from okno.cli.tree import worker as part

    prepare.require()
    connection.close()
    raise typer.Exit(part.run())
