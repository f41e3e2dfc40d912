from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "okno.channels"
    label = "channels"

    def ready(self) -> None:
        """Let the reactions to facts be known before the first fact."""
        from okno.channels import reactions  # noqa: F401
