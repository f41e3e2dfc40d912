from okno.community.models.answer import Answer
from okno.community.models.happening import Happening
from okno.community.models.helped import Helped
from okno.community.models.hush import Hush
from okno.community.models.picture import Picture
from okno.community.models.plan import CommunityPlan, Moderation, Readers
from okno.community.models.post import Kind, Post, Stage
from okno.community.models.report import Report
from okno.community.models.vote import Vote
from okno.community.models.word import Word
from okno.community.models.written import Standing

__all__ = [
    "Answer",
    "CommunityPlan",
    "Happening",
    "Helped",
    "Hush",
    "Kind",
    "Moderation",
    "Picture",
    "Post",
    "Readers",
    "Report",
    "Stage",
    "Standing",
    "Vote",
    "Word",
]
