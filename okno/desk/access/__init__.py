"""The only way for a face to get an object: every right of the desk is checked in this package and nowhere else.

What a person may not see looks exactly like what does not exist (404); what may be seen but not done is 403.
"""

from okno.desk.access.approvals import delegate_for, question_for, questions_for
from okno.desk.access.catalogue import request_type_for, request_types_for, services_for
from okno.desk.access.customers import company_of, holding, own_tickets, own_words, said_in, sees_company
from okno.desk.access.live import hears, may_wait, shown, shown_here
from okno.desk.access.own import (
    blank_for,
    blanks_changed_by,
    blanks_for,
    bulk_run_for,
    macros_for,
    may_keep_blank,
    teams_led_by,
    view_for,
    views_beside,
    views_for,
)
from okno.desk.access.people import (
    address_for,
    called_in,
    may_reach,
    people_for,
    person_for,
    person_merge_for,
    person_merges_for,
)
from okno.desk.access.readers import Reader
from okno.desk.access.roles import require_administrator, require_lead, require_staff
from okno.desk.access.staff import absence_for, boards_for, colleague_for, feed_of, feed_teams, may_plan
from okno.desk.access.tickets import (
    attachment_for,
    drafts_for,
    facts_for,
    files_of,
    may_let_in,
    may_rate,
    may_take_back,
    message_for,
    messages_for,
    others_at,
    readers_of,
    ticket_for,
    tickets_for,
)

__all__ = [
    "Reader",
    "absence_for",
    "address_for",
    "attachment_for",
    "blank_for",
    "blanks_changed_by",
    "blanks_for",
    "boards_for",
    "bulk_run_for",
    "called_in",
    "colleague_for",
    "company_of",
    "delegate_for",
    "drafts_for",
    "facts_for",
    "feed_of",
    "feed_teams",
    "files_of",
    "hears",
    "holding",
    "macros_for",
    "may_keep_blank",
    "may_let_in",
    "may_plan",
    "may_rate",
    "may_reach",
    "may_take_back",
    "may_wait",
    "message_for",
    "messages_for",
    "others_at",
    "own_tickets",
    "own_words",
    "people_for",
    "person_for",
    "person_merge_for",
    "person_merges_for",
    "question_for",
    "questions_for",
    "readers_of",
    "request_type_for",
    "request_types_for",
    "require_administrator",
    "require_lead",
    "require_staff",
    "said_in",
    "sees_company",
    "services_for",
    "shown",
    "shown_here",
    "teams_led_by",
    "ticket_for",
    "tickets_for",
    "view_for",
    "views_beside",
    "views_for",
]
