"""The addresses of the workspace: things to read, and nouns to post to."""

from django.urls import include, path

from okno.workspace import palette
from okno.workspace.bell import browsers, messenger, wishes
from okno.workspace.bell import views as bell
from okno.workspace.community import drafting
from okno.workspace.feedback import suggestions
from okno.workspace.knowledge import beside, stepping
from okno.workspace.people import merging
from okno.workspace.people import views as people
from okno.workspace.privacy import erasures
from okno.workspace.quarantine import views as quarantine
from okno.workspace.queues import exports
from okno.workspace.queues import views as queues
from okno.workspace.search import views as search
from okno.workspace.shifts import board, nobodys, schedule, shift_plan
from okno.workspace.tickets import (
    approving,
    breaches,
    calling,
    classing,
    course,
    deciding,
    enclosing,
    hands,
    ledger,
    letters,
    lines,
    macros,
    news,
    order,
    pictures,
    presence,
    promising,
    reasons,
    revising,
    taking_part,
    views,
    writing,
)

app_name = "workspace"
TICKET = "tickets/<int:number>/"
MESSAGE = "messages/<int:pk>/"

urlpatterns = [
    path("", queues.home, name="home"),
    path("queues/", include("okno.workspace.queues.urls")),
    path("search/", search.search, name="search"),
    path("search/tickets.<slug:ending>", exports.search_file, name="search_file"),
    path("search/hints/", search.hints, name="search_hints"),
    path("palette/", palette.palette, name="palette"),
    # ---- the articles, as their editors see them
    path("knowledge/", include("okno.workspace.knowledge.urls")),
    # ---- what customers write to each other
    path("moderation/", include("okno.workspace.community.urls")),
    # ---- what customers say
    path("feedback/", include("okno.workspace.feedback.urls")),
    # ---- what one is told of
    path("notifications/", bell.notifications, name="notifications"),
    path("notifications/reading/", bell.reading, name="reading"),
    path("me/notifications/", wishes.wishes, name="wishes"),
    path("me/notifications/key/", browsers.browser_key, name="browser_key"),
    path("me/notifications/browsers/", browsers.browsers, name="browsers"),
    path("me/notifications/messenger/", messenger.joining, name="messenger"),
    path("me/notifications/messenger/leaving/", messenger.leaving, name="messenger_leaving"),
    path("me/notifications/browsers/removal/", browsers.removal, name="browser_removal"),
    path("service.js", browsers.service, name="service_worker"),
    # ---- one ticket
    path("next/", hands.next_one, name="next"),
    path("chats/acceptance/", hands.chat_acceptance, name="chat_acceptance"),
    path(TICKET, views.ticket, name="ticket"),
    path(TICKET + "around/", views.around, name="around"),
    path(TICKET + "articles/", beside.articles, name="ticket_articles"),
    path(TICKET + "articles/draft/", beside.drawing, name="ticket_draft"),
    path(TICKET + "articles/wish/", beside.wishing, name="ticket_wish"),
    path(TICKET + "articles/<int:pk>/steps/", stepping.steps, name="ticket_steps"),
    path(TICKET + "articles/<int:pk>/giving/", beside.giving, name="ticket_giving"),
    path(TICKET + "articles/<int:pk>/taking-back/", beside.taking_back, name="ticket_taking_back"),
    path(TICKET + "question/", drafting.of_ticket, name="ticket_question"),
    path("feedback/suggestions/<int:pk>/idea/", drafting.of_suggestion, name="suggestion_idea"),
    path(TICKET + "talk/", news.talk, name="ticket_talk"),
    path(TICKET + "menu/", views.menu, name="ticket_menu"),
    path(TICKET + "presence/", presence.presence, name="presence"),
    path(TICKET + "history/", views.history, name="history"),
    path(TICKET + "ledger/", ledger.ledger, name="ledger"),
    path(TICKET + "reasons/", reasons.reasons, name="reasons"),
    path(TICKET + "clocks/<int:clock>/reason/", breaches.reason, name="breach_reason"),
    path(TICKET + "clocks/<int:clock>/excuse/", breaches.pardon, name="breach_excuse"),
    path(TICKET + "replies/", writing.replies, name="replies"),
    path(TICKET + "offers/", promising.offers, name="offers"),
    path(TICKET + "promises/withdrawal/", promising.withdrawal, name="withdrawal"),
    path(TICKET + "notes/", writing.notes, name="notes"),
    path(TICKET + "blanks/", macros.blanks, name="blanks"),
    path(TICKET + "macros/<int:pk>/", macros.macro, name="macro"),
    path(TICKET + "colleagues/", calling.colleagues, name="colleagues"),
    path(TICKET + "drafts/<slug:kind>/", writing.draft, name="draft"),
    path(TICKET + "drafts/<slug:kind>/files/", enclosing.draft_files, name="draft_files"),
    path(TICKET + "taking/", hands.taking, name="taking"),
    path(TICKET + "queue/", hands.putting_back, name="putting_back"),
    path(TICKET + "passing/", hands.passing, name="passing"),
    path(TICKET + "owner/", hands.owner, name="owner"),
    path(TICKET + "team/", hands.team, name="team"),
    path(TICKET + "handover/", hands.handover, name="handover"),
    path(TICKET + "escalation/", hands.escalation, name="escalation"),
    path(TICKET + "line/", lines.next_line, name="next_line"),
    path(TICKET + "return/", lines.sending_back, name="sending_back"),
    path(TICKET + "speaker/", lines.speaker, name="speaker"),
    path(TICKET + "assessment/", lines.assessment, name="assessment"),
    path(TICKET + "priority/", classing.priority, name="priority"),
    path(TICKET + "service/", classing.service, name="service"),
    path(TICKET + "kind/", classing.kind, name="kind"),
    path(TICKET + "subject/", classing.subject, name="subject"),
    path(TICKET + "tags/", classing.tags, name="tags"),
    path(TICKET + "field/", classing.field, name="field"),
    path(TICKET + "waiting/", course.waiting, name="waiting"),
    path(TICKET + "approval/", approving.approval, name="approval"),
    path(TICKET + "approval/reminder/", approving.reminder, name="approval_reminder"),
    path(TICKET + "approval/withdrawal/", approving.withdrawal, name="approval_withdrawal"),
    path(TICKET + "approval/repetition/", approving.repetition, name="approval_repetition"),
    path(TICKET + "approval/<int:pk>/", approving.instead, name="approval_instead"),
    path(TICKET + "resumption/", course.resumption, name="resumption"),
    path(TICKET + "solution/", course.solution, name="solution"),
    path(TICKET + "confirmation/", course.confirmation, name="confirmation"),
    path(TICKET + "closure/", course.closure, name="closure"),
    path(TICKET + "reopening/", course.reopening, name="reopening"),
    path(TICKET + "work/", course.work, name="work"),
    path(TICKET + "suggestion/", suggestions.suggestion, name="suggest"),
    path(TICKET + "watching/", course.watching, name="watching"),
    path(TICKET + "merger/", order.merger, name="merger"),
    path(TICKET + "merger/<int:pk>/undoing/", order.merger_undoing, name="merger_undoing"),
    path(TICKET + "split/", order.splitting, name="splitting"),
    path(TICKET + "split/<int:pk>/undoing/", order.split_undoing, name="split_undoing"),
    path(TICKET + "links/", order.links, name="links"),
    path(TICKET + "links/<int:other>/removal/", order.link_removal, name="link_removal"),
    path(TICKET + "invitation/", taking_part.invitation, name="invitation"),
    path(TICKET + "worklog/<int:pk>/removal/", course.work_removal, name="work_removal"),
    path(TICKET + "participants/", taking_part.participants, name="participants"),
    path(
        TICKET + "participants/<int:pk>/removal/", taking_part.participant_removal, name="participant_removal"
    ),
    path(TICKET + "requester/", taking_part.requester, name="requester"),
    # ---- one message and its letter
    path(MESSAGE + "menu/", letters.menu, name="message_menu"),
    path(MESSAGE + "letter/", letters.letter, name="letter"),
    path(MESSAGE + "raw/", letters.raw, name="raw"),
    path(MESSAGE + "origin/", letters.origin, name="origin"),
    path(MESSAGE + "place/", order.place, name="place"),
    path(MESSAGE + "revision/", revising.revision, name="revision"),
    path(MESSAGE + "revisions/", revising.revisions, name="revisions"),
    path(MESSAGE + "redaction/", letters.redaction, name="redaction"),
    path(MESSAGE + "undoing/", writing.undoing, name="undoing"),
    path("deliveries/<int:pk>/repetition/", deciding.repetition, name="delivery_repetition"),
    path("deliveries/<int:pk>/stop/", deciding.stop, name="delivery_stop"),
    path("pictures/<str:reference>/", pictures.picture, name="picture"),
    path("attachments/<int:pk>/", letters.attachment, name="attachment"),
    path("attachments/<int:pk>/redaction/", letters.attachment_redaction, name="attachment_redaction"),
    path("attachments/<int:pk>/removal/", enclosing.draft_file_removal, name="draft_file_removal"),
    path("attachments/<int:pk>/alt/", enclosing.draft_file_alt, name="draft_file_alt"),
    # ---- people, letters that nobody could read
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/erasure/", erasures.asking, name="person_erasure"),
    path("people/<int:pk>/merger/", merging.merger, name="person_merger"),
    path("people/mergers/<int:pk>/undoing/", merging.merger_undoing, name="person_merger_undoing"),
    path("quarantine/", quarantine.quarantine, name="quarantine"),
    path("quarantine/<int:pk>/", quarantine.letter, name="quarantined"),
    path("quarantine/<int:pk>/raw/", quarantine.raw, name="quarantined_raw"),
    path("quarantine/<int:pk>/retrial/", quarantine.retrial, name="retrial"),
    path("quarantine/<int:pk>/dismissal/", quarantine.dismissal, name="dismissal"),
    # ---- who works when
    path("board/", board.page, name="board"),
    path("board/shift-plan/", shift_plan.page, name="shift_plan"),
    path("board/shift-plan/beginning/", shift_plan.beginning, name="shift_plan_beginning"),
    path("board/<slug:figure>/", board.tickets, name="figure"),
    path("nobodys/", nobodys.page, name="nobodys"),
    path("nobodys/<int:number>/mending/", nobodys.mending, name="mending"),
    path("schedule/", schedule.mine, name="my_schedule"),
    path("schedule/<int:pk>/", schedule.schedule, name="schedule"),
    path("schedule/<int:pk>/absences/", schedule.absences, name="absences"),
    path("schedule/<int:pk>/file/", schedule.bringing, name="absences_in"),
    path("absences/<int:pk>/ending/", schedule.ending, name="absence_ending"),
    path("schedule/feed/", schedule.feed, name="feed"),
    path("feed/<slug:word>.ics", schedule.calendar, name="feed_calendar"),
    # ---- the desk itself
    path("start/", include("okno.workspace.wizard.urls")),
    path("settings/", include("okno.workspace.privacy.urls")),
    path("settings/", include("okno.workspace.settings.urls")),
]
