"""The desk on other people's sites: one script, and the few addresses that it asks. See docs/decisions/0033-widget.md."""
