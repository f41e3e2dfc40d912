"""From tickets to articles: what is asked again and again (`clusters`), what an answer may tell (`masking`, `composing`)."""
