"""The committed table of rights: every address, every method that it takes, who gets what (SEC-11, GOAL-11).

A string holds one sign for each of `world.ROLES`:
Y yes, with the status of the row · D the door (302 to the login) · R 302 elsewhere · N not found (404) · F forbidden (403) ·
X 401. An address without a row fails the test, and so does a method that it takes and no row names.
"""

#                anonymous requester colleague manager participant stranger agent outsider lead administrator dismissed
ROOM = {"open": "DNNNNNYYYYD", "closed": "DNNNNNYNNYD"}
DEED = {"open": "NNNNNNYYYYN", "closed": "NNNNNNYNNYN"}  # a stranger's POST is not led to the login
LEADS_ROOM = {"open": "DNNNNNFFYYD", "closed": "DNNNNNFNNYD"}
LEADS_DEED = {"open": "NNNNNNFFYYN", "closed": "NNNNNNFNNYN"}
OWN_DRAFT = {"open": "NNNNNNYNNNN", "closed": "NNNNNNYNNNN"}
OWN_NOTE = {"open": "DNNNNNYFFFD", "closed": "DNNNNNYNNFD"}
OWN_WORK_DEED = {"open": "NNNNNNYFYYN", "closed": "NNNNNNYNNYN"}  # the agent's; leads may, too
OWN_NOTE_DEED = {"open": "NNNNNNYFFFN", "closed": "NNNNNNYNNFN"}
OWN_RUN = {"open": "DNNNNNYNNND", "closed": "DNNNNNYNNND"}
HALL = {"": "DNNNNNYYYYD"}
OFFICE = {"": "DNNNNNNNNYD"}  # the settings: an administrator's; for all others they do not exist
OFFICE_DEED = {"": "NNNNNNNNNYN"}
MINE = {"open": "DYNYYNNNNND", "foreign": "DNNNNYNNNND", "closed": "DNNNNNNNNND"}
EARLY_FILE = MINE | {"open": "DYNYNNNNNND"}  # the participant came after it (SEC-24)
RATING = MINE | {"open": "DYNFFNNNNND"}  # the requester's word
APPROVER = {  # the one who is asked, whatever he may see of the ticket
    "open": "DNYNNNNNNND",
    "foreign": "DNNNNNYNNND",
    "closed": "DNNNNNYNNND",
}
BEARER = {"open": "YYYYYYYYYYY", "closed": "YYYYYYYYYYY"}  # the link is the right, whoever's browser opens it
# Articles: `open` is for the requester's organisation, `foreign` for every customer, `closed` for colleagues.
READ = {"open": "NYYYNNYYYYN", "foreign": "NYYYYYYYYYN", "closed": "NNNNNNYYYYN"}
WRITE = {"open": "DNNNNNYYYYD", "closed": "DNNNNNYYYYD"}
WRITE_DEED = {"open": "NNNNNNYYYYN", "closed": "NNNNNNYYYYN"}
PUBLISH = {"open": "NNNNNNFFYYN", "closed": "NNNNNNFFYYN"}
WAVE = dict.fromkeys(("open", "closed"), "DNNNNNFFYYD")
WAVE_CHANGE = dict.fromkeys(("open", "closed"), "DNNNNNFFFYD")
WAVE_CHANGE_DEED = dict.fromkeys(("open", "closed"), "NNNNNNFFFYN")
# Posts: `open` is the requester's with an answer of the stranger, `closed` is hidden.
SEEN = {"open": "YYYYYYYYYYY", "foreign": "YYYYYYYYYYY", "closed": "NNNNNNYYYYN"}
# On another site everybody is nobody; what is hidden is a 404 in JSON there (tests/portal/test_widget.py).
SEEN_BY_ALL = {"open": "YYYYYYYYYYY", "foreign": "YYYYYYYYYYY"}
ANSWERED = {"open": "YYYYYYYYYYY"}
# Not the one who asked; a hidden one helps nobody.
SAY_HELPED = {
    "open": "YNYYYYYYYYY",
    "closed": "NNNNNNNNNNN",
}
SPEAK = {"open": "DYYYYYYYYYD", "closed": "DNNNNNYYYYD"}
ASKER = {"open": "DYFFFFYYYYD", "closed": "DNNNNNYYYYD"}
ANSWERER = {"open": "DFFFFYYYYYD", "closed": "DNNNNNYYYYD"}
ALL = {"": "YYYYYYYYYYY"}
# The requester alone talks in the chat of the matrix (tests/security/talks.py); X is the 401 of a window that has no talk.
TALKER = {"": "XYXXXXXXXXX"}
NOBODYS = {"": "NNNNNNNNNNN"}
ME = {"": "DYYYYYYYYYD"}
NOT_MINE = {"open": "DNNNNNNNNND"}  # somebody else's passkey
# Of a colleague; tests/login/test_own_addresses.py changes one's own.
NOT_MY_ADDRESS = {"open": "DNNNNNFFFFD"}
NEVER = {"": "DNNNNNNNNND"}  # nobody of the cast has one
ELSEWHERE = {"": "RRRRRRRRRRR"}
OUTSIDE = {"": "YRRRRRRRRRY"}
AGAIN = {"": "DFFFFFFFFFD"}  # the cast has nothing to prove itself with once more

Row = tuple[str, dict[str, str], int]  # method, who gets what, the status of a yes

RIGHTS: dict[str, tuple[Row, ...]] = {
    "/health/live": (("GET", ALL, 200),),
    "/health/ready": (("GET", ALL, 200),),
    "manifest": (("GET", ALL, 200),),
    "app_icon": (("GET", ALL, 200),),
    "live": (("GET", {"": "XYYYYYYYYYX"}, 200), ("POST", {"": "XYYYYYYYYYX"}, 200)),
    "set_language": (("POST", ALL, 422),),
    "account_login": (("GET", OUTSIDE, 200), ("POST", OUTSIDE, 200)),
    "account_request_login_code": (("GET", OUTSIDE, 200), ("POST", OUTSIDE, 200)),
    "account_confirm_login_code": (("GET", ELSEWHERE, 0), ("POST", ELSEWHERE, 0)),
    "newcomer": (("GET", ELSEWHERE, 0), ("POST", ELSEWHERE, 0)),
    "mfa_authenticate": (("GET", ELSEWHERE, 0), ("POST", ELSEWHERE, 0)),
    "mfa_login_webauthn": (("GET", ELSEWHERE, 0), ("POST", ELSEWHERE, 0)),
    # Nobody of the cast names one; tests/login/test_entrances.py.
    "entrance": (("GET", {"": "NNNNNNNNNNN"}, 0),),
    "entrance_back": (("GET", {"": "NNNNNNNNNNN"}, 0),),
    "entrance_out": (("GET", {"": "NNNNNNNNNNN"}, 0),),
    "account_reset_password": (("GET", ALL, 200), ("POST", ALL, 200)),
    "account_confirm_password_reset_code": (("GET", ELSEWHERE, 0), ("POST", ELSEWHERE, 0)),
    "account_complete_password_reset": (("GET", ELSEWHERE, 0), ("POST", ELSEWHERE, 0)),
    "account_password_reset_completed": (("GET", ALL, 200),),
    "first_password": (("GET", {"": "NNNNNNNNNNN"}, 0), ("POST", {"": "NNNNNNNNNNN"}, 0)),
    "account_logout": (("GET", {"": "RYYYYYYYYYR"}, 200), ("POST", ELSEWHERE, 0)),
    "profile": (("GET", ME, 200), ("POST", ME, 200)),
    # Customers change their own; who works here sees them.
    "own_addresses": (("GET", ME, 200), ("POST", {"": "DYYYYYFFFFD"}, 422)),
    "own_address_proof": (("GET", {"": "DRRRRRFFFFD"}, 0), ("POST", {"": "DRRRRRFFFFD"}, 0)),
    "own_address_main": (("POST", NOT_MY_ADDRESS, 0),),
    "own_address_removal": (("GET", NOT_MY_ADDRESS, 0), ("POST", NOT_MY_ADDRESS, 0)),
    "own_address_repair": (("POST", NOT_MY_ADDRESS, 0),),
    "usersessions_list": (("GET", ME, 200), ("POST", NEVER, 0)),
    "account_change_password": (("GET", ELSEWHERE, 0), ("POST", ELSEWHERE, 0)),
    "account_set_password": (("GET", ME, 200), ("POST", ME, 200)),
    "account_reauthenticate": (("GET", AGAIN, 0), ("POST", AGAIN, 0)),
    "code_again": (("GET", ME, 200), ("POST", ME, 302)),
    "mfa_reauthenticate": (("GET", AGAIN, 0), ("POST", AGAIN, 0)),
    "mfa_reauthenticate_webauthn": (("GET", AGAIN, 0), ("POST", AGAIN, 0)),
    "mfa_index": (("GET", ME, 200),),
    "mfa_activate_totp": (("GET", ME, 200), ("POST", ME, 200)),
    "mfa_deactivate_totp": (("GET", NEVER, 0), ("POST", NEVER, 0)),
    "mfa_view_recovery_codes": (("GET", NEVER, 0),),
    "mfa_generate_recovery_codes": (("GET", ME, 200), ("POST", ME, 200)),
    "mfa_download_recovery_codes": (("GET", NEVER, 0), ("POST", NEVER, 0)),
    "mfa_list_webauthn": (("GET", ME, 200),),
    "mfa_add_webauthn": (("GET", ME, 200), ("POST", ME, 200)),
    "mfa_edit_webauthn": (("GET", NOT_MINE, 0), ("POST", NOT_MINE, 0)),
    "mfa_remove_webauthn": (("GET", NOT_MINE, 0), ("POST", NOT_MINE, 0)),
    # ---- who works when
    "workspace:board": (("GET", HALL, 200),),
    "workspace:figure": (("GET", HALL, 200),),
    "workspace:shift_plan": (("GET", {"": "DNNNNNNNYYD"}, 200),),
    "workspace:shift_plan_beginning": (("POST", OFFICE_DEED, 422),),
    "workspace:nobodys": (("GET", HALL, 200),),
    "workspace:mending": (("POST", DEED, 302),),
    "workspace:my_schedule": (("GET", {"": "DNNNNNRRRRD"}, 0),),
    "workspace:schedule": (("GET", HALL, 200),),
    "workspace:absences": (("POST", {"": "NNNNNNYFYYN"}, 422),),  # of oneself, or by a lead
    "workspace:absences_in": (("POST", {"": "NNNNNNYFYYN"}, 422),),
    "workspace:absence_ending": (("POST", {"": "NNNNNNYFYYN"}, 302),),
    "workspace:feed": (("POST", {"": "NNNNNNYYYYN"}, 302),),
    "workspace:feed_calendar": (("GET", ALL, 200),),  # the word in the address is the right
    # ---- the workspace
    "workspace:home": (("GET", {"": "RRRRRRRRRRR"}, 0),),
    "workspace:queues": (("GET", HALL, 200),),
    "workspace:queue": (("GET", HALL, 200),),
    "workspace:queue_file": (("GET", HALL, 200),),
    "workspace:search_file": (("GET", HALL, 200),),
    "workspace:bulk": (("GET", HALL, 200), ("POST", {"": "NNNNNNYYYYN"}, 422)),
    "workspace:bulk_menu": (("GET", HALL, 200),),
    "workspace:bulk_run": (("GET", OWN_RUN, 200),),
    "workspace:bulk_undoing": (("POST", OWN_DRAFT, 302),),
    "workspace:views": (("GET", HALL, 200), ("POST", {"": "NNNNNNYYYYN"}, 422)),
    "workspace:view": (("GET", OWN_RUN, 200), ("POST", OWN_DRAFT, 422)),
    "workspace:view_removal": (("POST", OWN_DRAFT, 302),),
    "workspace:view_place": (("POST", OWN_DRAFT, 302),),
    "workspace:palette": (("GET", HALL, 200),),
    "workspace:notifications": (("GET", HALL, 200),),
    "workspace:reading": (("POST", {"": "NNNNNNYYYYN"}, 302),),
    "workspace:wishes": (("GET", HALL, 200), ("POST", {"": "NNNNNNYYYYN"}, 422)),
    "workspace:browser_key": (("POST", {"": "NNNNNNYYYYN"}, 200),),
    "workspace:browsers": (("POST", {"": "NNNNNNYYYYN"}, 422),),
    "workspace:messenger": (("POST", {"": "NNNNNNYYYYN"}, 409),),  # the desk of the matrix has none
    "workspace:messenger_leaving": (("POST", {"": "NNNNNNNNNNN"}, 0),),  # nobody of the cast has joined
    "workspace:browser_removal": (("POST", {"": "NNNNNNNNNNN"}, 0),),  # nobody of the cast names one
    "workspace:service_worker": (("GET", ALL, 200),),
    "workspace:search": (("GET", HALL, 200),),
    "workspace:search_hints": (("GET", HALL, 200),),
    "workspace:ticket": (("GET", ROOM, 200),),
    "workspace:around": (("GET", ROOM, 200),),
    "workspace:ticket_talk": (("GET", ROOM, 200),),
    "workspace:ledger": (("GET", ROOM, 200),),
    "workspace:reasons": (("GET", ROOM, 200),),
    "workspace:history": (("GET", ROOM, 200),),
    "workspace:ticket_menu": (("GET", ROOM, 200),),
    "workspace:message_menu": (("GET", ROOM, 200),),
    "workspace:replies": (("POST", DEED, 422),),
    "workspace:offers": (("POST", DEED, 200),),
    "workspace:withdrawal": (("POST", DEED, 422),),
    "workspace:notes": (("POST", DEED, 422),),
    "workspace:presence": (("GET", ROOM, 200), ("POST", DEED, 204)),
    "workspace:blanks": (("GET", ROOM, 200),),
    "workspace:macro": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:colleagues": (("GET", ROOM, 200),),
    "workspace:draft": (("PUT", DEED, 204), ("DELETE", DEED, 204)),
    "workspace:draft_files": (("POST", DEED, 422),),
    "workspace:draft_file": (("GET", OWN_RUN, 200),),
    "workspace:draft_file_alt": (("POST", OWN_DRAFT, 204),),
    "workspace:taking": (("POST", DEED, 302),),
    "workspace:next": (("POST", {"": "NNNNNNYYYYN"}, 302),),
    "workspace:chat_acceptance": (("POST", {"": "NNNNNNYYYYN"}, 302),),
    "workspace:putting_back": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:passing": (("POST", DEED, 302),),
    "workspace:owner": (("GET", ROOM, 200), ("POST", DEED, 302)),
    "workspace:team": (("GET", ROOM, 200), ("POST", DEED, 302)),
    "workspace:handover": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:breach_reason": (("GET", ROOM, 200), ("POST", DEED, 302)),
    "workspace:breach_excuse": (("GET", LEADS_ROOM, 200), ("POST", LEADS_DEED, 422)),
    "workspace:escalation": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:next_line": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:sending_back": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:speaker": (("GET", ROOM, 200), ("POST", DEED, 302)),
    "workspace:assessment": (("GET", ROOM, 200), ("POST", DEED, 302)),
    "workspace:priority": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:service": (("GET", ROOM, 200), ("POST", DEED, 302)),
    "workspace:kind": (("POST", DEED, 302),),
    "workspace:subject": (("POST", DEED, 422),),
    "workspace:tags": (("POST", DEED, 302),),
    "workspace:field": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:waiting": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:approval": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:approval_reminder": (("POST", DEED, 302),),
    "workspace:approval_withdrawal": (("GET", ROOM, 200), ("POST", DEED, 302)),
    "workspace:approval_repetition": (("POST", DEED, 302),),
    "workspace:approval_instead": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:resumption": (("POST", DEED, 302),),
    "workspace:solution": (("POST", DEED, 302),),
    "workspace:confirmation": (("POST", DEED, 302),),
    "workspace:closure": (("POST", DEED, 302),),
    "workspace:reopening": (("POST", DEED, 302),),
    "workspace:work": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:watching": (("POST", DEED, 302),),
    "workspace:merger": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:merger_undoing": (("POST", DEED, 302),),
    "workspace:splitting": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:split_undoing": (("POST", DEED, 302),),
    "workspace:links": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:link_removal": (("POST", DEED, 302),),
    "workspace:invitation": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:work_removal": (("POST", OWN_WORK_DEED, 302),),
    "workspace:participants": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:participant_removal": (("POST", DEED, 302),),
    "workspace:requester": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:letter": (("GET", ROOM, 200),),
    # POST: it was not checked for viruses, and is wanted.
    "workspace:raw": (
        ("GET", ROOM, 200),
        ("POST", DEED, 200),
    ),
    "workspace:origin": (("GET", ROOM, 200),),
    "workspace:place": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:revision": (("GET", OWN_NOTE, 200), ("POST", OWN_NOTE_DEED, 302)),
    "workspace:revisions": (("GET", ROOM, 200),),
    "workspace:redaction": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:undoing": (("POST", DEED, 409),),
    "workspace:delivery_repetition": (("POST", DEED, 302),),
    "workspace:delivery_stop": (("POST", DEED, 302),),
    # The frame has no cookie; the desk may not ask this address.
    "workspace:picture": (("GET", BEARER, 424),),
    "workspace:attachment": (("GET", ROOM, 200), ("POST", DEED, 200)),
    "workspace:attachment_redaction": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:draft_file_removal": (("POST", OWN_DRAFT, 302),),
    "workspace:people": (("GET", HALL, 200),),
    "workspace:people_offers": (("GET", HALL, 200),),
    "workspace:ticket_others": (("GET", ROOM, 200),),
    "workspace:person": (("GET", ROOM, 200),),
    "workspace:person_merger": (("GET", LEADS_ROOM, 200), ("POST", LEADS_DEED, 422)),
    "workspace:person_addresses": (("GET", LEADS_ROOM, 200), ("POST", LEADS_DEED, 422)),
    "workspace:address_removal": (("GET", LEADS_ROOM, 200), ("POST", LEADS_DEED, 302)),
    "workspace:address_main": (("POST", LEADS_DEED, 302),),
    "workspace:address_repair": (("POST", LEADS_DEED, 302),),
    "workspace:person_merger_undoing": (("POST", LEADS_DEED, 302),),
    "workspace:quarantine": (("GET", HALL, 200),),
    "workspace:quarantined": (("GET", ROOM, 200),),
    "workspace:quarantined_raw": (("GET", ROOM, 200), ("POST", DEED, 200)),
    "workspace:retrial": (("POST", DEED, 302),),
    "workspace:dismissal": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:settings": (("GET", {"": "DNNNNNRRRYD"}, 200),),  # colleagues are led to their blanks
    "workspace:person_erasure": (("GET", OFFICE, 200), ("POST", OFFICE_DEED, 422)),
    "workspace:settings_second_step": (("POST", OFFICE_DEED, 409),),  # nobody of the cast has lost one
    "workspace:erasures": (("GET", OFFICE, 200),),
    "workspace:erasure": (("GET", OFFICE, 200),),
    "workspace:erasure_beginning": (("POST", OFFICE_DEED, 422),),
    "workspace:erasure_refusal": (("POST", OFFICE_DEED, 422),),
    "workspace:looks": (("GET", OFFICE, 200),),
    "workspace:looks_file": (("GET", OFFICE, 200),),
    "workspace:settings_changes": (("GET", OFFICE, 200),),
    "workspace:settings_undoing": (("POST", OFFICE_DEED, 302),),
    "workspace:settings_configuration": (("GET", OFFICE, 200), ("POST", OFFICE_DEED, 422)),
    "workspace:settings_file": (("GET", OFFICE, 200),),
    "workspace:settings_import": (("POST", OFFICE_DEED, 422),),
    "workspace:settings_check": (("POST", OFFICE_DEED, 200),),
    "workspace:settings_entrance_check": (("POST", OFFICE_DEED, 200),),
    "workspace:settings_messenger_check": (("POST", OFFICE_DEED, 200),),
    "workspace:settings_widget_secret": (("POST", OFFICE_DEED, 200),),
    "workspace:settings_widget_site": (("GET", OFFICE, 200),),
    "workspace:settings_customer_invitation": (("POST", OFFICE_DEED, 302),),
    "workspace:settings_invitation": (("POST", OFFICE_DEED, 302),),
    "workspace:settings_rehearsals": (("POST", OFFICE_DEED, 422),),
    "workspace:settings_rehearsal": (("GET", OFFICE, 200),),
    "workspace:settings_rehearsal_tickets": (("GET", OFFICE, 200),),
    "workspace:settings_beginning": (("POST", OFFICE_DEED, 422),),
    "workspace:settings_recounts": (("GET", OFFICE, 200),),
    "workspace:settings_year": (("GET", OFFICE, 200),),
    "workspace:settings_production": (("GET", OFFICE, 200),),
    "workspace:settings_days": (("POST", OFFICE_DEED, 422),),
    "workspace:settings_days_in": (("GET", OFFICE, 200), ("POST", OFFICE_DEED, 422)),
    "workspace:settings_days_file": (("GET", OFFICE, 200),),
    "workspace:settings_preview": (("POST", OFFICE_DEED, 200),),
    "workspace:settings_letters": (("POST", OFFICE_DEED, 200),),
    "workspace:settings_trials": (("POST", OFFICE_DEED, 422),),
    "workspace:settings_trial": (("GET", OFFICE, 200),),
    "workspace:settings_adoption": (("POST", OFFICE_DEED, 302),),
    "workspace:settings_rows": (("GET", OFFICE, 200),),
    "workspace:settings_addition": (("GET", OFFICE, 200), ("POST", OFFICE_DEED, 422)),
    "workspace:settings_row": (("GET", OFFICE, 200), ("POST", OFFICE_DEED, 422)),
    "workspace:settings_history": (("GET", OFFICE, 200),),
    "workspace:settings_retirement": (("POST", OFFICE_DEED, 302),),
    "workspace:settings_comeback": (("POST", OFFICE_DEED, 302),),
    "workspace:start": (("GET", {"": "DNNNNNNNNRD"}, 0), ("POST", {"": "NNNNNNNNNNN"}, 0)),  # closed for ever
    "workspace:start_key": (("GET", {"": "NNNNNNNNNNN"}, 0),),
    "workspace:start_end": (("POST", OFFICE_DEED, 302),),
    "workspace:start_step": (("GET", OFFICE, 200), ("POST", OFFICE_DEED, 422)),
    # ---- the editors' room
    "workspace:feedback": (("GET", {"": "DNNNNNRRYYD"}, 200),),  # others sort suggestions
    "workspace:review": (("POST", LEADS_DEED | {"closed": "NNNNNNFFNYN"}, 422),),
    "workspace:ratings": (("GET", {"": "DNNNNNFFYYD"}, 200),),
    "workspace:self_service": (("GET", {"": "DNNNNNFFYYD"}, 200),),
    "workspace:self_service_found": (("GET", {"": "DNNNNNFFYYD"}, 200),),
    "workspace:self_service_asked": (("GET", {"": "DNNNNNFFYYD"}, 200),),
    "workspace:suggestions": (("GET", HALL, 200),),
    "workspace:suggestion_idea": (("GET", LEADS_ROOM, 200), ("POST", LEADS_DEED, 422)),
    "workspace:suggestion_decision": (("POST", LEADS_DEED, 422),),
    "workspace:suggest": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:waves": (("GET", {"": "DNNNNNFFYYD"}, 200),),
    "workspace:new_wave": (("GET", {"": "DNNNNNFFFYD"}, 200), ("POST", {"": "NNNNNNFFFYN"}, 422)),
    "workspace:wave": (("GET", WAVE, 200),),
    "workspace:wave_change": (("GET", WAVE_CHANGE, 200), ("POST", WAVE_CHANGE_DEED, 422)),
    "workspace:wave_stop": (("POST", WAVE_CHANGE_DEED, 302),),
    "workspace:articles": (("GET", HALL, 200),),
    "workspace:new_article": (("GET", HALL, 200), ("POST", {"": "NNNNNNYYYYN"}, 422)),
    "workspace:new_article_pictures": (("POST", {"": "NNNNNNYYYYN"}, 422),),
    "workspace:article_preview": (("POST", {"": "NNNNNNYYYYN"}, 200),),
    "workspace:article": (("GET", WRITE, 200), ("POST", WRITE_DEED, 422)),
    "workspace:article_publication": (("POST", PUBLISH, 422),),
    "workspace:article_review": (("POST", WRITE_DEED, 422),),
    "workspace:article_pictures": (("POST", WRITE_DEED, 422),),
    "workspace:article_review_return": (("POST", PUBLISH, 422),),
    "workspace:article_draft_removal": (("POST", WRITE_DEED, 302),),
    "workspace:article_archiving": (("POST", PUBLISH, 302),),
    "workspace:article_looking": (("POST", WRITE_DEED, 302),),
    "workspace:article_restoration": (("POST", WRITE_DEED, 422),),
    "workspace:article_versions": (("GET", WRITE, 200),),
    "workspace:article_wishes": (("GET", HALL, 200),),
    "workspace:articles_import": (("GET", HALL, 200), ("POST", {"": "NNNNNNYYYYN"}, 422)),
    "workspace:articles_file": (("GET", HALL, 200),),
    "workspace:gaps": (("GET", HALL, 200),),
    "workspace:gaps_renewal": (("POST", {"": "NNNNNNYYYYN"}, 302),),
    "workspace:gap": (("GET", ROOM, 200),),
    "workspace:gap_aside": (("POST", DEED, 302),),
    "workspace:gap_article": (("POST", DEED, 302),),
    "workspace:ticket_articles": (("GET", ROOM, 200),),
    "workspace:ticket_steps": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:ticket_draft": (("POST", DEED, 409),),  # none of them is solved
    "workspace:ticket_wish": (("POST", DEED, 422),),
    # The requester of `closed` may not read the desk's own article.
    "workspace:ticket_giving": (("POST", {"open": "NNNNNNYYYYN", "closed": "NNNNNNFNNFN"}, 200),),
    "workspace:ticket_taking_back": (("POST", DEED, 200),),
    # ---- looking after the community
    "workspace:ticket_question": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:community": (("GET", HALL, 200),),
    "workspace:community_post": (("GET", WRITE, 200),),
    "workspace:community_text": (("GET", WRITE, 200), ("POST", WRITE_DEED, 422)),
    "workspace:community_showing": (("POST", WRITE_DEED, 302),),
    "workspace:community_hiding": (("POST", WRITE_DEED, 422),),
    "workspace:community_settling": (("POST", WRITE_DEED, 302),),
    "workspace:community_closure": (("POST", WRITE_DEED, 302),),
    "workspace:community_frequency": (
        ("POST", {"open": WRITE_DEED["open"]}, 302),
        ("POST", {"closed": WRITE_DEED["closed"]}, 409),  # nothing is accepted there
    ),
    "workspace:community_others": (("GET", WRITE, 200),),
    "workspace:community_merger": (("POST", WRITE_DEED, 422),),
    "workspace:community_merger_undoing": (("POST", WRITE_DEED, 302),),
    "workspace:community_stage": (("POST", WRITE_DEED, 422),),
    "workspace:community_ticket": (("POST", WRITE_DEED, 302),),
    "workspace:community_article": (
        ("POST", {"open": WRITE_DEED["open"]}, 302),
        ("POST", {"closed": WRITE_DEED["closed"]}, 409),  # nothing is accepted there
    ),
    "workspace:community_answer_text": (("GET", WRITE, 200), ("POST", WRITE_DEED, 422)),
    "workspace:community_answer_showing": (("POST", WRITE_DEED, 302),),
    "workspace:community_answer_hiding": (("POST", WRITE_DEED, 422),),
    # ---- the community
    "portal:community": (("GET", ALL, 200),),
    "portal:community_new": (("GET", ME, 200), ("POST", ME, 422)),
    "portal:community_alike": (("GET", ME, 200),),
    "portal:community_helped": (("POST", SAY_HELPED, 302),),
    "portal:community_pictures": (("POST", ME, 422),),
    "portal:community_picture": (("GET", SEEN, 200),),
    "portal:community_quiet": (("GET", BEARER, 200), ("POST", BEARER, 200)),
    "portal:community_post": (("GET", SEEN, 200),),
    "portal:community_post_text": (("GET", ASKER, 200), ("POST", ASKER, 422)),
    "portal:community_answers": (("POST", SPEAK, 422),),
    "portal:community_vote": (
        ("POST", {"open": SPEAK["open"]}, 302),
        ("POST", {"closed": SPEAK["closed"]}, 409),  # what is hidden takes no votes
    ),
    "portal:community_closure": (("POST", ASKER, 302),),
    "portal:community_report": (("POST", SPEAK, 302),),
    "portal:community_answer_text": (("GET", ANSWERER, 200), ("POST", ANSWERER, 422)),
    "portal:community_answer_vote": (("POST", SPEAK, 302),),
    "portal:community_acceptance": (("POST", ASKER, 302),),
    "portal:community_answer_report": (("POST", SPEAK, 302),),
    # ---- the portal
    "portal:help": (("GET", ALL, 200),),
    "portal:help_frequent": (("GET", ALL, 200),),
    "portal:robots": (("GET", ALL, 200),),
    "portal:sitemap": (("GET", ALL, 200),),
    "portal:news": (("GET", ALL, 200),),
    "portal:help_search": (("GET", ALL, 200),),
    "portal:help_article": (("GET", READ, 200),),
    "portal:help_picture": (("GET", READ, 200),),
    "portal:help_answer": (("POST", READ, 302),),
    # ---- the chat: the requester talks, logged in; for all others there is no conversation to go on with
    "portal:chat": (("GET", ALL, 200),),
    "portal:chat_state": (("GET", ALL, 200),),
    "portal:chat_start": (("POST", ALL, 422),),
    **{f"portal:chat_{name}": (("POST", TALKER, 422),) for name in ("say", "file", "read", "mail")},
    "portal:chat_typing": (("POST", TALKER, 204),),
    "portal:chat_end": (("POST", TALKER, 302),),
    # Asked of a ticket that is not solved: nothing happens.
    "portal:chat_confirmation": (("POST", TALKER, 302),),
    "portal:chat_reopening": (("POST", TALKER, 302),),
    "portal:chat_rating": (("POST", TALKER, 422),),
    "portal:chat_since": (("GET", TALKER, 200),),
    "portal:chat_live": (("GET", TALKER, 200),),
    "portal:chat_file_of": (("GET", ALL, 200),),  # the signed reference is the right
    # Whoever comes to a widget comes as nobody: articles for everyone alone, and those of the matrix are not.
    "portal:widget_script": (("GET", ALL, 200),),
    "portal:widget_config": (("GET", ALL, 200),),
    "portal:widget_search": (("GET", ALL, 200),),
    "portal:widget_article": (("GET", NOBODYS, 0),),
    "portal:widget_picture": (("GET", NOBODYS, 0),),
    "portal:widget_answer": (("POST", NOBODYS, 0),),
    "portal:widget_post": (("GET", SEEN_BY_ALL, 200),),
    "portal:widget_post_picture": (("GET", SEEN_BY_ALL, 200),),
    "portal:widget_post_answer": (("POST", ANSWERED, 422),),
    "portal:widget_requests": (("POST", ALL, 422),),
    "portal:widget_identity": (("POST", ALL, 200),),
    "portal:mine": (("GET", ME, 200),),
    "portal:logo": (("GET", {"": "NNNNNNNNNNN"}, 0),),  # nobody has put one up; tests/look/test_logos.py
    "portal:accent": (("GET", ALL, 200),),
    "portal:list_file": (("GET", ME, 200),),
    "portal:ticket": (("GET", MINE, 200),),
    "portal:answers": (("POST", MINE, 422),),
    "portal:confirmation": (("POST", MINE, 302),),
    "portal:reopening": (("POST", MINE, 422),),
    # The requester's word, or the manager's.
    "portal:closure": (("POST", RATING | {"open": "DYNYFNNNNND"}, 302),),
    "portal:people": (("POST", RATING | {"open": "DYNYFNNNNND"}, 422),),
    "portal:removal": (("POST", RATING | {"open": "DYNYFNNNNND", "foreign": "DNNNNYNNNND"}, 302),),
    "portal:rating": (("POST", RATING, 422),),
    "portal:file": (("GET", EARLY_FILE, 200),),
    "portal:approvals": (("GET", ME, 200),),
    "portal:approval": (("GET", APPROVER, 200), ("POST", APPROVER, 422)),
    "portal:approval_delegation": (("POST", APPROVER, 422),),
    "portal:survey": (("GET", BEARER, 200), ("POST", BEARER, 422)),
    "portal:survey_refusal": (("POST", BEARER, 200),),
    "portal:approval_by_link": (("GET", BEARER, 200), ("POST", BEARER, 422)),
    "portal:approval_link_delegation": (("POST", BEARER, 422),),
    "portal:privacy": (("GET", ME, 200), ("POST", {"": "DNNNNNNNNND"}, 0)),  # no text has this number
    "portal:own_data": (("GET", ME, 200),),
    "portal:erasure": (("GET", ME, 200), ("POST", ME, 422)),  # unconfirmed; a colleague reads why not
    "portal:erasure_withdrawal": (("POST", {"": "DYNNNNNNNND"}, 302),),  # only the requester has asked
    "portal:keeping": (("POST", ME, 422),),
    "portal:request": (("GET", ME, 200), ("POST", ME, 422)),
    "portal:ask": (("GET", ALL, 200), ("POST", ALL, 422)),  # sending needs a login
    "portal:by_link": (("GET", BEARER, 200),),
    "portal:link_answers": (("POST", BEARER, 422),),
    "portal:link_confirmation": (("POST", BEARER, 302),),
    "portal:link_closure": (("POST", BEARER, 302),),
    "portal:link_reopening": (("POST", BEARER, 422),),
    "portal:link_rating": (("POST", BEARER, 422),),
    "portal:link_file": (("GET", BEARER, 200),),
    "portal:link_keeping": (("POST", BEARER, 422),),
    "portal:link_language": (("POST", BEARER, 422),),
    "portal:link_live": (("GET", BEARER, 200), ("POST", BEARER, 200)),
}
