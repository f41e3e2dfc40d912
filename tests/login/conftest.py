"""A browser at the door, and the letters that leave."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client


@pytest.fixture(autouse=True)
def fresh(settings: Any, db: None) -> None:
    """No limit is used up, letters are kept in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()


@pytest.fixture
def visitor() -> Client:
    return Client(HTTP_HOST="desk.test", HTTP_ACCEPT_LANGUAGE="en")


@pytest.fixture
def mailed_code(run_jobs: Callable[..., int]) -> Callable[[str], str]:
    """Return the code of the last letter to this address."""

    def code(address: str) -> str:
        run_jobs(only="login.send_code")
        letter = [letter for letter in mail.outbox if letter.to == [address]][-1]
        found = re.search(r"^\d{4}-\d{4}$", str(letter.body), re.MULTILINE)
        assert found, letter.body
        return found.group()

    return code
