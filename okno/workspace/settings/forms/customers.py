"""Forms about who is served: customers, their organisations and the objects of these."""

from django import forms
from django.utils.translation import gettext_lazy as _

from okno.assets.models import Asset
from okno.people.actions.set_up_customer import CUSTOMERS
from okno.people.models import Channel, Organisation, Person, Role, SupportLevel
from okno.workspace.settings.kit import CALLED, Kit


class CustomerForm(Kit):
    """Somebody who asks."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in CUSTOMERS],
        initial=Role.CUSTOMER,
        help_text=_("A manager sees all requests of the organisation and is asked for approval."),
    )
    phones = forms.CharField(
        label=_("Phones"),
        required=False,
        widget=forms.Textarea({"rows": 2, "inputmode": "tel"}),
        help_text=_("One a line."),
    )
    groups = (
        (_("Who"), "", ("name", "email", "phones")),
        (_("What for"), "", ("organisation", "role", "language")),
    )

    class Meta:
        model = Person
        fields = ("name", "email", "organisation", "language")
        labels = {
            "name": _("Name"),
            "email": _("Mail address"),
            "organisation": _("Organisation"),
            "language": _("Language"),
        }

    def prepare(self) -> None:
        """Offer the organisations in use, and show the phones as lines."""
        self.offer_in_use("organisation", Organisation)
        if self.instance.pk:
            self.initial["role"] = self.instance.role
            phones = self.instance.addresses.filter(channel=Channel.PHONE).order_by("value")
            self.initial["phones"] = "\n".join(one.value for one in phones)

    def clean_phones(self) -> list[str]:
        """Return the lines."""
        return [line.strip() for line in self.cleaned_data["phones"].splitlines() if line.strip()]


class OrganisationForm(Kit):
    """A customer company."""

    domains = forms.CharField(
        label=_("Mail domains"),
        required=False,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "One a line, like romashka.ru. Whoever writes from them for the first time belongs to the organisation."
        ),
    )
    groups = (("", "", ("name", "domains", "support_level", "region", "keeper", "note")),)

    class Meta:
        model = Organisation
        fields = ("name", "support_level", "region", "note", "keeper")
        labels = {
            "name": CALLED,
            "support_level": _("Support level"),
            "region": _("Region"),
            "note": _("Note"),
            "keeper": _("Looked after by"),
        }
        help_texts = {
            "note": _("For colleagues only."),
            "keeper": _("Teams can give the tickets of the organisation to this colleague first."),
            "support_level": _("What was agreed upon; policies ask for it."),
            "region": _("Where it is; policies may ask for that too."),
        }

    def prepare(self) -> None:
        """Show the domains as lines, offer levels of support and who works here."""
        self.offer("keeper", Person.objects.staff().order_by("name", "pk"))
        self.offer_in_use("support_level", SupportLevel)
        if self.instance.pk:
            self.initial["domains"] = "\n".join(sorted(one.domain for one in self.instance.domains.all()))

    def clean_domains(self) -> list[str]:
        """Return the lines."""
        return sorted({*self.cleaned_data["domains"].replace(",", " ").split()})


class AssetForm(Kit):
    """An object of a customer company."""

    groups = (("", "", ("organisation", "name", "sort", "place", "inventory_number")),)

    class Meta:
        model = Asset
        fields = ("organisation", "name", "sort", "place", "inventory_number")
        labels = {
            "organisation": _("Organisation"),
            "name": CALLED,
            "sort": _("Sort of object"),
            "place": _("Place"),
            "inventory_number": _("Inventory or serial number"),
        }
        help_texts = {
            "name": _("As people there call it: “Till 3”."),
            "sort": _("Till, shop, printer…"),
        }

    def prepare(self) -> None:
        """Offer the organisations in use, and its own."""
        self.offer_in_use("organisation", Organisation)
