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
OWN_NOTE_DEED = {"open": "NNNNNNYFFFN", "closed": "NNNNNNYNNFN"}
OWN_RUN = {"open": "DNNNNNYNNND", "closed": "DNNNNNYNNND"}
HALL = {"": "DNNNNNYYYYD"}
OFFICE = {"": "DNNNNNNNNYD"}  # the settings: an administrator's; for all others they do not exist
OFFICE_DEED = {"": "NNNNNNNNNYN"}
MINE = {"open": "DYNYYNNNNND", "foreign": "DNNNNYNNNND", "closed": "DNNNNNNNNND"}
EARLY_FILE = MINE | {"open": "DYNYNNNNNND"}  # the participant came after it (SEC-24)
RATING = MINE | {"open": "DYNFFNNNNND"}  # the requester's word
BEARER = {"open": "YYYYYYYYYYY", "closed": "YYYYYYYYYYY"}  # the link is the right, whoever's browser opens it
ALL = {"": "YYYYYYYYYYY"}
ME = {"": "DYYYYYYYYYD"}
NOT_MINE = {"open": "DNNNNNNNNND"}  # somebody else's passkey
NEVER = {"": "DNNNNNNNNND"}  # nobody of the cast has one
ELSEWHERE = {"": "RRRRRRRRRRR"}
OUTSIDE = {"": "YRRRRRRRRRY"}
AGAIN = {"": "DFFFFFFFFFD"}  # the cast has nothing to prove itself with once more

Row = tuple[str, dict[str, str], int]  # method, who gets what, the status of a yes

RIGHTS: dict[str, tuple[Row, ...]] = {
    "/health/live": (("GET", ALL, 200),),
    "/health/ready": (("GET", ALL, 200),),
    "live": (("GET", {"": "XYYYYYYYYYX"}, 200), ("POST", {"": "XYYYYYYYYYX"}, 200)),
    "set_language": (("POST", ALL, 422),),
    "account_login": (("GET", OUTSIDE, 200), ("POST", OUTSIDE, 200)),
    "account_request_login_code": (("GET", OUTSIDE, 200), ("POST", OUTSIDE, 200)),
    "account_confirm_login_code": (("GET", ELSEWHERE, 0), ("POST", ELSEWHERE, 0)),
    "mfa_authenticate": (("GET", ELSEWHERE, 0), ("POST", ELSEWHERE, 0)),
    "mfa_login_webauthn": (("GET", ELSEWHERE, 0), ("POST", ELSEWHERE, 0)),
    "entrance": (
        ("GET", {"": "NNNNNNNNNNN"}, 0),
    ),  # nobody of the cast names one; tests/login/test_entrances.py
    "entrance_back": (("GET", {"": "NNNNNNNNNNN"}, 0),),
    "entrance_out": (("GET", {"": "NNNNNNNNNNN"}, 0),),
    "account_reset_password": (("GET", ALL, 200), ("POST", ALL, 200)),
    "account_confirm_password_reset_code": (("GET", ELSEWHERE, 0), ("POST", ELSEWHERE, 0)),
    "account_complete_password_reset": (("GET", ELSEWHERE, 0), ("POST", ELSEWHERE, 0)),
    "account_password_reset_completed": (("GET", ALL, 200),),
    "first_password": (("GET", {"": "NNNNNNNNNNN"}, 0), ("POST", {"": "NNNNNNNNNNN"}, 0)),
    "account_logout": (("GET", {"": "RYYYYYYYYYR"}, 200), ("POST", ELSEWHERE, 0)),
    "profile": (("GET", ME, 200), ("POST", ME, 200)),
    "usersessions_list": (("GET", ME, 200), ("POST", NEVER, 0)),
    "account_change_password": (("GET", ELSEWHERE, 0), ("POST", ELSEWHERE, 0)),
    "account_set_password": (("GET", ME, 200), ("POST", ME, 200)),
    "account_reauthenticate": (("GET", AGAIN, 0), ("POST", AGAIN, 0)),
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
    "workspace:home": (("GET", {"": "DRRRRRRRRRD"}, 0),),
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
    "workspace:browser_removal": (("POST", {"": "NNNNNNNNNNN"}, 0),),  # nobody of the cast names one
    "workspace:service_worker": (("GET", ALL, 200),),
    "workspace:search": (("GET", HALL, 200),),
    "workspace:search_hints": (("GET", HALL, 200),),
    "workspace:ticket": (("GET", ROOM, 200),),
    "workspace:around": (("GET", ROOM, 200),),
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
    "workspace:draft_file_alt": (("POST", OWN_DRAFT, 204),),
    "workspace:taking": (("POST", DEED, 302),),
    "workspace:next": (("POST", {"": "NNNNNNYYYYN"}, 302),),
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
    "workspace:participants": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:participant_removal": (("POST", DEED, 302),),
    "workspace:requester": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:letter": (("GET", ROOM, 200),),
    "workspace:raw": (("GET", ROOM, 200),),
    "workspace:origin": (("GET", ROOM, 200),),
    "workspace:place": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:revision": (("GET", OWN_NOTE, 200), ("POST", OWN_NOTE_DEED, 302)),
    "workspace:revisions": (("GET", ROOM, 200),),
    "workspace:redaction": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:undoing": (("POST", DEED, 409),),
    "workspace:picture": (
        ("GET", BEARER, 424),
    ),  # the frame has no cookie; the desk may not ask this address
    "workspace:attachment": (("GET", ROOM, 200),),
    "workspace:attachment_redaction": (("GET", ROOM, 200), ("POST", DEED, 422)),
    "workspace:draft_file_removal": (("POST", OWN_DRAFT, 302),),
    "workspace:people": (("GET", HALL, 200),),
    "workspace:person": (("GET", ROOM, 200),),
    "workspace:person_merger": (("GET", LEADS_ROOM, 200), ("POST", LEADS_DEED, 422)),
    "workspace:person_merger_undoing": (("POST", LEADS_DEED, 302),),
    "workspace:quarantine": (("GET", HALL, 200),),
    "workspace:quarantined": (("GET", ROOM, 200),),
    "workspace:quarantined_raw": (("GET", ROOM, 200),),
    "workspace:retrial": (("POST", DEED, 302),),
    "workspace:dismissal": (("POST", DEED, 302),),
    "workspace:settings": (("GET", {"": "DNNNNNRRRYD"}, 200),),  # colleagues are led to their blanks
    "workspace:settings_changes": (("GET", OFFICE, 200),),
    "workspace:settings_undoing": (("POST", OFFICE_DEED, 302),),
    "workspace:settings_configuration": (("GET", OFFICE, 200), ("POST", OFFICE_DEED, 422)),
    "workspace:settings_file": (("GET", OFFICE, 200),),
    "workspace:settings_import": (("POST", OFFICE_DEED, 422),),
    "workspace:settings_check": (("POST", OFFICE_DEED, 200),),
    "workspace:settings_entrance_check": (("POST", OFFICE_DEED, 200),),
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
    # ---- the portal
    "portal:mine": (("GET", ME, 200),),
    "portal:ticket": (("GET", MINE, 200),),
    "portal:answers": (("POST", MINE, 422),),
    "portal:confirmation": (("POST", MINE, 302),),
    "portal:reopening": (("POST", MINE, 422),),
    "portal:rating": (("POST", RATING, 422),),
    "portal:file": (("GET", EARLY_FILE, 200),),
    "portal:keeping": (("POST", ME, 422),),
    "portal:ask": (("GET", ME, 200), ("POST", ME, 422)),
    "portal:by_link": (("GET", BEARER, 200),),
    "portal:link_answers": (("POST", BEARER, 422),),
    "portal:link_confirmation": (("POST", BEARER, 302),),
    "portal:link_reopening": (("POST", BEARER, 422),),
    "portal:link_rating": (("POST", BEARER, 422),),
    "portal:link_file": (("GET", BEARER, 200),),
    "portal:link_keeping": (("POST", BEARER, 422),),
    "portal:link_language": (("POST", BEARER, 422),),
    "portal:link_live": (("GET", BEARER, 200), ("POST", BEARER, 200)),
}
