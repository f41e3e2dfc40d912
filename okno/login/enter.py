"""The way in: with a password, or with a code for whoever gives an address alone."""

from allauth.account import views as account
from django.http import HttpRequest, HttpResponseBase

from okno.login import newcomers


def enter(request: HttpRequest) -> HttpResponseBase:
    """Let somebody in by password. Most customers have none and press Enter after their address: a code is sent to them."""
    is_address_alone = bool(request.POST.get("login")) and request.POST.get("password") == ""
    view = newcomers.request_code if is_address_alone else account.login
    answer: HttpResponseBase = view(request)
    return answer
