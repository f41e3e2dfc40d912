"""Articles that answer before anybody has to ask: sections, versions, who may read them, and the search over them."""
