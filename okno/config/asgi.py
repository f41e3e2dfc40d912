"""The door of the web server."""

import django

django.setup(set_prefix=False)

from okno.core.pages import Pages  # noqa: E402 - settings and apps come first

application = Pages()
