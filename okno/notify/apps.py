from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "okno.notify"
    label = "notify"

    def ready(self) -> None:
        """Let the reactions to facts be known before the first fact, and what is said to the bot understood."""
        from okno.notify import joining, reactions  # noqa: F401
