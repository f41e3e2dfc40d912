"""A password that the desk takes."""

PASSWORD = "семь синих китов 7"
