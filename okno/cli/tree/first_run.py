"""What a person at the console of a new desk is told: the one way to its first administrator."""

from okno.cli.words import _


def tell() -> None:
    """Print the link that opens a desk where nobody works yet; on every other desk, nothing."""
    from okno.setup import first_run

    if not first_run.is_new():
        return
    print(f"\n{_('This desk is new: nobody can log in yet. Open it within a day by this link:')}\n")
    print(f"    {first_run.address()}\n")
    print(f"{_('Whoever has the link becomes the administrator. Or: okno createadmin')}\n", flush=True)
