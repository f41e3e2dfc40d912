import pytest
from django.template.loader import render_to_string

from okno.people import provider


@pytest.fixture(autouse=True)
def nothing_is_remembered():
    """What an earlier page has asked the database for would hide that this one asks, too."""
    provider.ours.forget()


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 429, 500])
def test_error_pages_speak_human_words_and_ask_no_database(status):
    page = render_to_string(f"{status}.html")
    assert "data-error" in page
    assert f">{status}<" in page
    assert "Traceback" not in page


def test_a_refusal_shows_its_sentence_and_the_number_for_the_administrator():
    page = render_to_string(
        "look/refusal.html", {"words": "Это письмо уже ушло.", "status": 409, "number": "a1b2c3"}
    )
    assert "Это письмо уже ушло." in page
    assert "a1b2c3" in page


def test_a_refusal_for_a_fetch_is_the_sentence_alone():
    page = render_to_string("look/refusal_fragment.html", {"words": "<b>нельзя</b>"})
    assert page.strip() == "<p data-error>&lt;b&gt;нельзя&lt;/b&gt;</p>"
