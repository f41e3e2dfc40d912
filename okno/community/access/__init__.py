"""Who may read, write and look after what stands in the community: asked in this package and nowhere else.

While the community is not open, it does not exist for readers; colleagues who look after it see it all the same.
"""

from okno.community.access.door import Reader, is_moderator, is_open_to, lately, leads_to, plan, require_open
from okno.community.access.frequent import frequent_behind, frequent_for, frequent_since
from okno.community.access.moderating import (
    Verdict,
    answer_of_moderator,
    answers_waiting_for,
    helped_of,
    post_of_moderator,
    post_of_ticket,
    posts_of_moderator,
    reported_for,
    reports_of,
)
from okno.community.access.reading import (
    answer_for,
    answers_for,
    is_own_picture,
    origin_of,
    own_votes,
    picture_for,
    post_for,
    posts_for,
    sections_for,
)
from okno.community.access.writing import (
    hushes_of,
    is_hushed,
    is_looked_at_first,
    is_own,
    may_accept,
    may_rewrite,
    may_say_helped,
    own_answers,
    own_posts,
    require_answered,
    writer,
)

__all__ = [
    "Reader",
    "Verdict",
    "answer_for",
    "answer_of_moderator",
    "answers_for",
    "answers_waiting_for",
    "frequent_behind",
    "frequent_for",
    "frequent_since",
    "helped_of",
    "hushes_of",
    "is_hushed",
    "is_looked_at_first",
    "is_moderator",
    "is_open_to",
    "is_own",
    "is_own_picture",
    "lately",
    "leads_to",
    "may_accept",
    "may_rewrite",
    "may_say_helped",
    "origin_of",
    "own_answers",
    "own_posts",
    "own_votes",
    "picture_for",
    "plan",
    "post_for",
    "post_of_moderator",
    "post_of_ticket",
    "posts_for",
    "posts_of_moderator",
    "reported_for",
    "reports_of",
    "require_answered",
    "require_open",
    "sections_for",
    "writer",
]
