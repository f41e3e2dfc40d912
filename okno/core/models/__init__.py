from okno.core.models.stored_file import StoredFile

__all__ = ["StoredFile"]
