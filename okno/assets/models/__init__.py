"""Nouns."""

from okno.assets.models.asset import Asset

__all__ = ["Asset"]
