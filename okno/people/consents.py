"""Which consents stand, and which are still to be asked for."""

from dataclasses import dataclass

from okno.people.models import Consent, Person, PurposeText


@dataclass(frozen=True, slots=True)
class Standing:
    """A text in force, and what the person has said to it last; nothing: he was not asked, or the text is newer."""

    text: PurposeText
    said: Consent | None

    @property
    def is_given(self) -> bool:
        """True where the person has agreed to this very version."""
        return self.said is not None and self.said.is_given


def standing(person: Person) -> list[Standing]:
    """Return the texts in force, each with what the person has said to it."""
    texts = _in_force()
    if not texts:
        return []
    said = Consent.objects.filter(person=person, text__in=texts).order_by("pk")
    last = {consent.text_id: consent for consent in said}
    return [Standing(text, last.get(text.pk)) for text in texts]


def asked_of(person: Person) -> list[PurposeText]:
    """Return the texts without which no request is taken, and to which the person has not agreed yet."""
    return [one.text for one in standing(person) if one.text.purpose.is_required and not one.is_given]


def asked_of_strangers() -> list[PurposeText]:
    """Return the texts without which no request of somebody unknown is taken."""
    return [text for text in _in_force() if text.purpose.is_required]


def _in_force() -> list[PurposeText]:
    """Return the newest text of each purpose."""
    newest: dict[int, PurposeText] = {}
    texts = PurposeText.objects.filter(purpose__is_active=True).select_related("purpose")
    for text in texts.order_by("purpose__name", "number"):
        newest[text.purpose_id] = text
    return list(newest.values())
