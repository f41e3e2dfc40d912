"""The one place that hands the settings module to Django."""

import os


def django() -> None:
    """Read the settings from the environment and load all applications; WrongSetting names what is wrong. Once is enough."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okno.config.settings")
    import django
    from django.apps import apps

    import okno.config.settings as _settings  # noqa: F401 - read here, so that WrongSetting comes as itself

    if not apps.ready:
        django.setup()
