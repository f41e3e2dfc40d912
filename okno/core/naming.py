"""What is called in two languages: the first name always stands, the English one where it was given."""

from django.utils.translation import get_language


def named(first: str, in_english: str) -> str:
    """Return the one of two names that the reader's language wants; English only where it was given."""
    return in_english if in_english and (get_language() or "").startswith("en") else first
