"""The table of states: which verb is possible in which state, and where it leads. Pure.

new → open ⇄ waiting → resolved → closed; «resolved» asks the requester, yes (or silence) closes, no reopens.
"""

from okno.desk.models.ticket import State

NEW, OPEN, WAITING, RESOLVED, CLOSED = State.NEW, State.OPEN, State.WAITING, State.RESOLVED, State.CLOSED

# verb → {state before: state after}; a pair that is not here is refused.
TABLE: dict[str, dict[State, State]] = {
    "hear": {NEW: NEW, OPEN: OPEN, WAITING: OPEN, RESOLVED: OPEN, CLOSED: OPEN},
    "thank": {NEW: NEW, OPEN: OPEN, WAITING: WAITING, RESOLVED: RESOLVED, CLOSED: CLOSED},
    "reply": {NEW: OPEN, OPEN: OPEN, WAITING: WAITING, RESOLVED: RESOLVED, CLOSED: CLOSED},
    "take": {NEW: OPEN, OPEN: OPEN, WAITING: WAITING},
    "wait": {NEW: WAITING, OPEN: WAITING, WAITING: WAITING},
    "resume": {WAITING: OPEN},
    "resolve": {NEW: RESOLVED, OPEN: RESOLVED, WAITING: RESOLVED},
    "confirm": {NEW: CLOSED, OPEN: CLOSED, WAITING: CLOSED, RESOLVED: CLOSED},
    "close": {NEW: CLOSED, OPEN: CLOSED, WAITING: CLOSED, RESOLVED: CLOSED},
    "reopen": {RESOLVED: OPEN, CLOSED: OPEN},
}


def leads_to(state: str, verb: str) -> State | None:
    """Return the state after the verb, or None where the verb is not possible."""
    return TABLE[verb].get(State(state))


def possible(state: str) -> frozenset[str]:
    """Return the verbs that are possible in a state; pages offer these and no others."""
    return frozenset(verb for verb, moves in TABLE.items() if State(state) in moves)
