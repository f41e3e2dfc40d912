from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "okno.community"
    label = "community"

    def ready(self) -> None:
        """Let it be known who hears of merged people."""
        from okno.community import reactions  # noqa: F401
