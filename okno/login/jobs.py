"""The jobs of login, found here by the queue."""

from okno.login.codes import send_code

__all__ = ["send_code"]
