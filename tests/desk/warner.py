"""A sweep of warnings in a process of its own for the tests; it may be killed while it tells."""

import sys

import django


def main() -> None:
    """Take the name of the test's database; tell all that is due."""
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    django.setup()
    from okno.desk.actions.warn import warn

    warn()


if __name__ == "__main__":
    main()
