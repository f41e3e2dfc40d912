"""The door of a new desk: the key from the console, and the first administrator. Closed for ever once there is one."""

from typing import Final

from allauth.account.utils import perform_login
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from okno.core.refusals import BadInput, NotFound
from okno.people.models import Person
from okno.people.provider import ours
from okno.setup import access, first_run
from okno.setup.actions.begin import begin
from okno.setup.shape import Unfit
from okno.workspace.doors import Request, room
from okno.workspace.wizard.steps import STEPS

MARK: Final = "first_run"


class FirstForm(forms.Form):
    """Who opens the desk."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "username"}),
        help_text=_("With it you log in, and to it the desk writes."),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. A short sentence is easy to remember."),
    )
    again = forms.CharField(
        label=_("The password once more"),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, object]:
        """Refuse a weak password and one that was mistyped, each next to its field."""
        told: dict[str, str] = self.cleaned_data
        password, again = told.get("password"), told.get("again")
        if password and again and password != again:
            self.add_error("again", gettext("These are two different passwords."))
        elif password:
            person = Person(name=told.get("name", ""), email=told.get("email", ""))
            try:
                password_validation.validate_password(password, person)
            except ValidationError as weak:
                self.add_error("password", weak)
        return dict(told)


@require_safe
def key(request: HttpRequest, key: str) -> HttpResponseBase:
    """Take the key from the address into the session, so that it stays in no history and no referrer."""
    if not first_run.is_new():
        raise NotFound
    if not first_run.fits(key):
        return render(request, "workspace/wizard/closed.html", {"is_old": True}, status=403)
    request.session[MARK] = key
    return redirect("workspace:start")


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponseBase:
    """Make the first administrator, for whoever holds the key; afterwards lead an administrator to the step that comes next."""
    if not first_run.is_new():
        if request.method == "POST":
            raise NotFound
        return _onward(request)
    if not first_run.fits(request.session.get(MARK)):
        return render(request, "workspace/wizard/closed.html", status=403)
    form = FirstForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (person := _begun(form)):
        onward = reverse("workspace:start_step", args=[STEPS[0].slug])
        entered: HttpResponse = perform_login(request, person, redirect_url=onward)
        return entered
    context = {"form": form, "steps": STEPS, "number": 1}
    return render(request, "workspace/wizard/first.html", context, status=422 if form.errors else 200)


def _begun(form: FirstForm) -> Person | None:
    told = form.cleaned_data
    who = {name: told[name] for name in ("email", "name", "password")}
    try:
        return begin(**who, language=get_language() or settings.LANGUAGE_CODE, next_step=STEPS[0].slug)
    except Unfit as unfit:
        for name, sentences in unfit.errors.items():
            form.add_error(name if name in form.fields else None, sentences)
    except BadInput as refusal:
        form.add_error(None, str(refusal))
    return None


@room()
def _onward(request: Request) -> HttpResponse:
    access.require_administrator(request.user)
    return redirect("workspace:start_step", ours().next_step or STEPS[0].slug)
