from django.apps import AppConfig


class LoginConfig(AppConfig):
    name = "okno.login"
    label = "login"

    def ready(self) -> None:
        """Listen to what allauth tells of changed keys."""
        from okno.login import other_sessions

        other_sessions.listen()
