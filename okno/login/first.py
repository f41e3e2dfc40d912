"""How a new colleague comes in where no letters leave: by a link that an administrator hands over.

Attempts are not counted: a signature is not guessed, and counting would let a stranger close the door to its owner.
"""

from allauth.account.utils import perform_login
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from okno.core.refusals import NotFound
from okno.login.forms import SetPasswordForm
from okno.people.actions.invite import needs_password
from okno.people.models import Person


@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def first_password(request: HttpRequest, pk: int, token: str) -> HttpResponseBase:
    """Let a new colleague choose the first password, by the link that an administrator handed over, and come in."""
    person = Person.objects.filter(pk=pk).first()
    if person is None or not (needs_password(person) and default_token_generator.check_token(person, token)):
        raise NotFound
    form = SetPasswordForm(data=request.POST or None, user=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        entered: HttpResponseBase = perform_login(request, person, redirect_url="/")
        return entered
    words = {"form": form, "person": person}
    return render(request, "login/first_password.html", words, status=422 if form.errors else 200)
