"""Who may answer whether something is approved: the one who is asked, and nobody else."""

from django.db.models import Q, QuerySet

from okno.core.refusals import NotFound
from okno.desk.models import ApprovalQuestion, ApprovalState
from okno.people.models import Person

_AROUND = (
    "person__merged_into",
    "instead_of",
    "step__approval__ticket__requester",
    "step__approval__ticket__organisation",
    "step__approval__ticket__service",
    "step__approval__by",
    "step__approval__ticket__form__version",
)


def questions_for(person: Person) -> QuerySet[ApprovalQuestion]:
    """Return what waits for the answer of this person, the oldest first."""
    return _asked_of(person).filter(state=ApprovalState.ASKED).order_by("asked_at", "pk")


def question_for(person: Person, pk: int) -> ApprovalQuestion:
    """Return a question that the person is asked, or was; raises NotFound."""
    try:
        return _asked_of(person).get(pk=pk)
    except (ApprovalQuestion.DoesNotExist, OverflowError):
        raise NotFound from None


def delegate_for(question: ApprovalQuestion, mail: str) -> Person:
    """Return who may decide instead, by the mail address: a colleague of the one who is asked; raises NotFound."""
    person = question.person.standing
    people = (
        Person.objects.get_queryset().filter(is_active=True, email__iexact=mail.strip()).exclude(email="")
    )
    if person.is_staff_member:
        people = people.staff()
    else:
        people = people.filter(organisation__isnull=False, organisation=person.organisation_id)
    found = people.first()
    if found is None:
        raise NotFound
    return found


def _asked_of(person: Person) -> QuerySet[ApprovalQuestion]:
    questions = ApprovalQuestion.objects.select_related(*_AROUND)
    if not person.is_active or person.is_robot:
        return questions.none()
    return questions.filter(Q(person=person) | Q(person__merged_into=person))
