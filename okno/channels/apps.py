from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "okno.channels"
    label = "channels"

    def ready(self) -> None:
        """Let the reactions to facts be known before the first fact, and those to the scanner before the first file."""
        from okno.channels import reactions  # noqa: F401
        from okno.channels.mail import scanned  # noqa: F401
