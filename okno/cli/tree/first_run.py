"""What a person at the console of a new desk is told: the one way to its first administrator."""

from contextlib import suppress

from django.db import DatabaseError

from okno.cli.words import _


def tell() -> None:
    """Print the link that opens a desk where nobody works yet; on every other desk, nothing.

    The pages begin all the same where the database is away or nobody reads what is printed.
    """
    from okno.setup import first_run

    with suppress(DatabaseError, OSError):
        if first_run.is_new():
            print(f"\n{_('This desk is new: nobody can log in yet. Open it within a day by this link:')}\n")
            print(f"    {first_run.address()}\n")
            print(
                f"{_('Whoever has the link becomes the administrator. Or: okno createadmin')}\n", flush=True
            )
