"""Tags of the agent's rooms."""

from django import template

from okno.core.agents import browser
from okno.workspace.queues import columns, kept, picks, rows

register = template.Library()
register.simple_tag(rows.draw, name="rows")
register.simple_tag(picks.draw, name="pickable")
register.simple_tag(columns.draw, name="lines")
register.filter(columns.heads)
register.filter(kept.unsorted)
register.filter(browser)
