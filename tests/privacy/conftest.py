from tests.channels.outgoing.conftest import smtp

__all__ = ["smtp"]
