"""A reader process of its own for the tests: reads what waits and ends, unless it is killed before."""

import sys

import django


def main() -> None:
    """Take the name of the test's database; read until nothing waits."""
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.setup()
    from okno.channels import incoming
    from okno.channels.mail.cage import Cage

    with Cage() as cage:
        while incoming.take_some(cage):
            pass


if __name__ == "__main__":
    main()
