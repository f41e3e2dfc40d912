from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "okno.core"
    label = "core"

    def ready(self) -> None:
        """Register the sweeps of the ground; the queue is awake by now."""
        from okno.core import scanning, sweeps  # noqa: F401
