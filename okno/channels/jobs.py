"""The jobs of the doors, imported so that the queue knows them."""

from okno.channels import outbox
from okno.channels.baggage import scan_file
from okno.channels.incoming import sweep_letters, understand

__all__ = ["outbox", "scan_file", "sweep_letters", "understand"]
