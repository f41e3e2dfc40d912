"""The pages about oneself: profile, open sessions, language."""

from allauth.account import views as account
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from okno.core.live import nudge
from okno.core.refusals import BadInput, NotFound
from okno.login.forms import ProfileForm
from okno.login.openid.adapter import entered_by
from okno.people.actions.change_profile import change_profile
from okno.people.actions.choose_undo_time import choose_undo_time
from okno.people.models import Address, Channel, Person

A_YEAR = 365 * 24 * 3600
DIGITS = 18  # of an id, as many as surely fit into its column


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request: HttpRequest) -> HttpResponseBase:
    """Show who one is here, and change it."""
    person = _person(request)
    names = ("name", "language", "zone", "undo_seconds")
    known = {name: getattr(person, name) for name in names}
    form = ProfileForm(request.POST or None, initial=known, answers=person.is_staff_member)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        if person.is_staff_member:
            choose_undo_time(person, said.pop("undo_seconds"))
        change_profile(person, **said)
        with translation.override(said["language"]):
            messages.success(request, _("Saved."))
        return _speaking(redirect("profile"), said["language"])
    kinds = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    words = {
        "form": form,
        "addresses": Address.objects.filter(person=person)
        .exclude(channel=Channel.CHAT)
        .order_by("channel", "value"),
        "sessions": UserSession.objects.filter(user=person).count(),
        "has_app": Authenticator.Type.TOTP in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
    }
    return render(request, "login/profile.html", words, status=422 if form.errors else 200)


def logout(request: HttpRequest) -> HttpResponseBase:
    """Log out; the browser forgets what it has kept of the desk: pages, files, texts, the right to push."""
    entrance, was_in = entered_by(request), request.user.is_authenticated
    response: HttpResponseBase = account.logout(request)
    if request.method == "POST" and was_in:  # else somebody only wants another code
        if entrance is not None:  # where the login stands open still is told at the door
            response = redirect(f"{reverse('account_login')}?left={entrance}")
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """Show where one is logged in; POST ends one session, or all but this one."""
    person = _person(request)
    if request.method == "POST":
        _end(request, person)
        messages.success(request, _("Done: logged out there."))
        return redirect("usersessions_list")
    standing = sorted(
        UserSession.objects.purge_and_list(person), key=lambda one: one.last_seen_at, reverse=True
    )
    words = {"sessions": standing, "current": request.session.session_key}
    return render(request, "usersessions/usersession_list.html", words)


@require_POST
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Let the desk speak another language from now on: in this browser, and to this person everywhere."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES) or not check_for_language(language):
        raise BadInput(_("The desk does not speak this language."))
    if isinstance(request.user, Person):
        change_profile(request.user, language=language)
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return _speaking(redirect(target if safe else "/"), language)


def _end(request: HttpRequest, person: Person) -> None:
    others = UserSession.objects.filter(user=person).exclude(session_key=request.session.session_key)
    wanted = request.POST.get("session", "")
    if wanted != "others":
        others = (
            others.filter(pk=int(wanted)) if wanted.isdecimal() and len(wanted) <= DIGITS else others.none()
        )
        if not others.exists():
            raise NotFound
    for session in others:
        session.end()
    nudge(person=person.pk)


def _speaking(response: HttpResponseBase, language: str) -> HttpResponseBase:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, samesite="Lax", secure=settings.SECURE
    )
    return response


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
