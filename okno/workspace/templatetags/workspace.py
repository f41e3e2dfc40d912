"""Tags of the agent's rooms."""

from django import template
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

from okno.community import access as community
from okno.community.names import byline
from okno.core.agents import browser
from okno.workspace import picking
from okno.workspace.queues import columns, kept, picks, rows
from okno.workspace.tickets.own_fields import own_fields

register = template.Library()
register.simple_tag(rows.draw, name="rows")
register.simple_tag(picks.draw, name="pickable")
register.simple_tag(columns.draw, name="lines")
register.simple_tag(own_fields)
register.filter(columns.heads)
register.filter(kept.unsorted)
register.filter(browser)
register.filter(byline)


@register.simple_tag
def offering(place: str, url: str) -> SafeString:
    """Return the attributes of a field that shows in this place what the address finds for the typed words."""
    return flatatt(picking.offering(place, url))


@register.simple_tag
def community_is_on() -> bool:
    """Return whether the desk has a community at all."""
    return community.lately().is_open
