from okno.setup.models.change import Change, Source

__all__ = ["Change", "Source"]
