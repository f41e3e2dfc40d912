from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "okno.setup"
    label = "setup"
