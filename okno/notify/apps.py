from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "okno.notify"
    label = "notify"

    def ready(self) -> None:
        """Let the reactions to facts be known before the first fact."""
        from okno.notify import reactions  # noqa: F401
