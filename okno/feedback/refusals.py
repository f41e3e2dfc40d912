from django.utils.translation import gettext_lazy as _

from okno.core.refusals import BadInput, Conflict


class NoWords(BadInput):
    message = _("Please say it in words.")


class NoSuchScore(BadInput):
    message = _("Please choose a number from 0 to 10.")


class WaveIsOver(Conflict):
    message = _("Thank you! The answers to this question are counted already, so nothing can be added.")


class HasBegun(Conflict):
    message = _("The letters of this wave have left; it can only be stopped.")
