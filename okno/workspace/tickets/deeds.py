"""The shape of a deed to a ticket: find it, offer the form or do what was asked, go back to its page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise

from okno.desk import access
from okno.desk.models import Ticket
from okno.workspace.doors import Request, go, read, room
from okno.workspace.tickets.places import address

P = ParamSpec("P")
Asked = dict[str, Any]
# What a deed tells: nothing, a sentence for the toast, or an answer of its own where it leads elsewhere.
Told = None | str | Promise | HttpResponseBase
Act = Callable[Concatenate[Request, Ticket, Asked, P], Told]
Offer = Callable[[Request, Ticket], dict[str, Any]]


def deed(
    form: type[forms.Form] = forms.Form, *, to: str = "work", page: str = "", offer: Offer | None = None
) -> Callable[[Act[P]], Callable[..., HttpResponseBase]]:
    """Make a view of an act: with a `page`, GET shows the form and what `offer` adds; POST reads the form and acts.

    `to` is the purpose that access is asked for. The act gets the ticket and the clean values of the form.
    """

    def wrap(act: Act[P]) -> Callable[..., HttpResponseBase]:
        @wraps(act)
        def view(request: Request, number: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            ticket = access.ticket_for(request.user, number, to=to)
            if request.method != "POST":
                context = {"ticket": ticket, "form": form(), **(offer(request, ticket) if offer else {})}
                return render(request, f"workspace/tickets/{page}.html", context)
            told = act(request, ticket, read(form(request.POST)), *args, **kwargs)
            return told if isinstance(told, HttpResponseBase) else go(request, address(ticket), told or "")

        methods = ("GET", "HEAD", "POST") if page else ("POST",)
        return room(*methods)(view)

    return wrap
