from okno.knowledge.models.aids import Outline, Synonyms
from okno.knowledge.models.article import Article, Audience, Draft, Form, Language, Version
from okno.knowledge.models.gap import Gap, GapKind, GapTicket, Source, Vain
from okno.knowledge.models.given import Given
from okno.knowledge.models.happening import Happening
from okno.knowledge.models.helped import Helped, ReadAt
from okno.knowledge.models.lexicon import Document, Posting, Term
from okno.knowledge.models.picture import Picture
from okno.knowledge.models.section import Section
from okno.knowledge.models.wish import Wish

__all__ = [
    "Article",
    "Audience",
    "Document",
    "Draft",
    "Form",
    "Gap",
    "GapKind",
    "GapTicket",
    "Given",
    "Happening",
    "Helped",
    "Language",
    "Outline",
    "Picture",
    "Posting",
    "ReadAt",
    "Section",
    "Source",
    "Synonyms",
    "Term",
    "Vain",
    "Version",
    "Wish",
]
