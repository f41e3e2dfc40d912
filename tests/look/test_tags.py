from datetime import timedelta

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone

from okno.look.templatetags.look import clock_chip


def shown(text, request=None, **context):
    return engines["django"].from_string(text).render(context, request)


@pytest.mark.parametrize(("minutes", "tone"), [(-1, "missed"), (10, "near"), (31, "calm")])
def test_a_clock_is_calm_then_near_then_missed(minutes, tone):
    due = timezone.now() + timedelta(minutes=minutes)
    chip = clock_chip(due, near=None, paused=False, met_at=None)
    assert chip.tone == tone
    assert chip.due == due.isoformat(timespec="seconds")


def test_a_paused_clock_does_not_run_and_a_kept_promise_says_so():
    now = timezone.now()
    paused = clock_chip(now, near=None, paused=True, met_at=None)
    assert (paused.tone, paused.due) == ("paused", "")
    assert clock_chip(now, near=None, paused=False, met_at=now - timedelta(minutes=1)).tone == "met"
    assert clock_chip(now, near=None, paused=False, met_at=now + timedelta(minutes=1)).tone == "missed"
    assert clock_chip(None, near=None, paused=False, met_at=None) is None


def test_a_time_has_its_exact_moment_as_a_hint():
    moment = timezone.now() - timedelta(days=40)
    page = shown("{% when moment %}", moment=moment)
    assert f'datetime="{moment.isoformat(timespec="seconds")}"' in page
    assert "title=" in page


def test_sec_06_names_of_strangers_are_escaped_in_parts():
    page = shown(
        "{% avatar name %}{% clock due label=name %}", name="<img src=x onerror=alert(1)>", due=timezone.now()
    )
    assert "<img" not in page


def test_only_known_themes_come_out_of_a_cookie():
    request = RequestFactory().get("/")
    request.COOKIES["okno_theme"] = 'dark" onload="alert(1)'
    assert shown("{% theme %}", request) == "system"
    request.COOKIES["okno_theme"] = "dark"
    assert shown("{% theme %}", request) == "dark"


class Ask(forms.Form):
    name = forms.CharField(label="Имя")
    agree = forms.BooleanField(label="Согласен", required=False)


def test_an_error_stands_next_to_its_field_and_is_tied_to_it():
    page = shown("{% field form.name %}", form=Ask({"name": ""}))
    assert 'aria-invalid="true"' in page
    assert 'id="id_name_error"' in page
    assert 'aria-describedby="id_name_error"' in page


def test_a_tick_box_stands_before_its_words():
    page = shown("{% field form.agree %}", form=Ask())
    assert page.index("<input") < page.index("<label")


def test_room_is_kept_for_a_picture_before_it_has_come():
    assert shown("<img{% room_for 1920 1080 %}>") == '<img width="569" height="320">'
    assert shown("<img{% room_for 40 30 %}>") == '<img width="40" height="30">'
    assert shown("<img{% room_for nothing nothing %}>") == "<img>"
