"""The visitor's side of the chat: the addresses that our own page and the widget ask, and the page."""
