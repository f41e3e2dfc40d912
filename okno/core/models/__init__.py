from okno.core.models.heartbeat import Heartbeat
from okno.core.models.stored_file import StoredFile

__all__ = ["Heartbeat", "StoredFile"]
