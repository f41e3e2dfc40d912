"""Finding articles: words to stems (`lexis`), words of one family (`kin`), what fits best (`finding`), and where (`passages`)."""
