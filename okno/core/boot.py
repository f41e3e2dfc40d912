"""The one place that hands the settings module to Django."""

import os


def django() -> None:
    """Read the settings from the environment and load all applications; WrongSetting names what is wrong. Once is enough."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okno.config.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
