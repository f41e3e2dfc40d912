"""A small company to walk into, for whoever wants to see the desk alive within a minute."""

from okno.demo.play import main

__all__ = ["main"]
