"""«Check» of an entrance: really ask the provider, and tell each step in words. Nothing a server says is shown."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.channels.mail.check import Step
from okno.core import openid, sealed
from okno.people.models import Entrance

TELLS = gettext_lazy("The provider tells about itself")
KEYS = gettext_lazy("Its keys can be read")
SECRET = gettext_lazy("The client secret")
LEAVING = gettext_lazy("Logging out there")


def asked(entrance: Entrance) -> Iterator[Step]:
    """Try what can be tried without an account at the provider."""
    try:
        provider = openid.discover(entrance.issuer)
    except openid.Unsuitable as trouble:
        yield Step(TELLS, False, _(trouble.words))
        return
    yield Step(TELLS, True)
    try:
        found = openid.keys(provider).get("keys")
        is_well = isinstance(found, list) and bool(found)
        yield Step(KEYS, is_well, "" if is_well else _(openid.INCOMPLETE))
    except openid.Unsuitable as trouble:
        yield Step(KEYS, False, _(trouble.words))
    yield _secret(entrance)
    if not provider.end_session:
        yield Step(LEAVING, None, _("The provider has no page for it; one leaves the desk alone."))


def _secret(entrance: Entrance) -> Step:
    if not entrance.secret:
        return Step(
            SECRET,
            None,
            _("There is none; most providers want one. Only a first login shows whether it fits."),
        )
    try:
        sealed.unseal(entrance.secret)
    except sealed.CannotOpen:
        return Step(SECRET, False, _("It cannot be opened with the key of this desk; enter it once more."))
    return Step(SECRET, True, _("It is kept. Only a first login shows whether it fits."))
