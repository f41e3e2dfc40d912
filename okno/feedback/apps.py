from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "okno.feedback"
    label = "feedback"

    def ready(self) -> None:
        """Let the reaction to ratings be known before the first fact."""
        from okno.feedback import reactions  # noqa: F401
