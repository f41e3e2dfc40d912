"""Nouns: the review of a rating, waves and whom they ask, suggestions."""

from okno.feedback.models.review import Review
from okno.feedback.models.suggestion import Suggestion, SuggestionState
from okno.feedback.models.wave import Invitation, Refusal, Wave

__all__ = ["Invitation", "Refusal", "Review", "Suggestion", "SuggestionState", "Wave"]
