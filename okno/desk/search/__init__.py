"""Finding tickets: what is asked (`language`), what a ticket says (`document`), what fits (`finding`), and where (`snippets`)."""
