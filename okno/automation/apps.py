from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "okno.automation"
    label = "automation"

    def ready(self) -> None:
        """Let the reactions to facts be known before the first fact."""
        from okno.automation import reactions  # noqa: F401
