"""A worker process of its own for the tests: sends what is due from the settings' relay, and may be killed while it does."""

import sys

import django


def main() -> None:
    """Take the name of the test's database and the address of the relay; send."""
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    settings.SMTP_URL = sys.argv[2]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.setup()
    from okno.channels import outbox

    outbox.send_from(0)


if __name__ == "__main__":
    main()
