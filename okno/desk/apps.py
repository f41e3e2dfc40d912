from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "okno.desk"
    label = "desk"

    def ready(self) -> None:
        """Let the reactions to facts be known before the first fact, and those to the scanner before the first file."""
        from okno.desk import reactions, scanned  # noqa: F401
