"""The gallery of parts: to look at the appearance while building it, and to show it in the demo."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from okno.look import samples


class SampleForm(forms.Form):
    """A form with every kind of field; its errors are real."""

    name = forms.CharField(label="Как к вам обращаться", max_length=60)
    email = forms.EmailField(label="Почта для ответа", help_text="Сюда придёт ответ, больше никуда")
    kind = forms.ChoiceField(
        label="Что случилось", choices=[("1", "Не работает касса"), ("2", "Вопрос по счёту")]
    )
    text = forms.CharField(label="Подробности", widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label="Сообщать мне о каждом шаге", required=False)


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every part on one page."""
    _only_where_it_helps()
    wrong = SampleForm({"name": "", "email": "не почта", "kind": "1"})
    return render(request, "look/gallery.html", {"form": SampleForm(), "wrong": wrong, **samples.world()})


def workspace(request: HttpRequest) -> HttpResponse:
    """Show the whole workspace with sample content."""
    _only_where_it_helps()
    return render(request, "look/gallery_workspace.html", samples.world())


def plain(request: HttpRequest) -> HttpResponse:
    """Show the airy pages of customers with sample content."""
    _only_where_it_helps()
    return render(request, "look/gallery_plain.html", samples.world())


def _only_where_it_helps() -> None:
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
