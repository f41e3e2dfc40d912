"""What never changes is drawn once: the same page comes out, from fewer parts, in each language."""

import pytest
from django.template import Context, Engine, Template
from django.template.base import TextNode
from django.utils import translation

from okno.look.folding import Loader, fold

BUILTINS = ["django.templatetags.i18n", "django.templatetags.static", "okno.look.templatetags.look"]
SOURCES = {
    "words": '<b>{% translate "Cancel" %}</b> {% icon "reply" size=14 %}{{ name }}<i>{% translate "Send" %}</i>',
    "asked": '{% translate "Cancel" as word %}{% if word %}<p>{{ word }} {% translate "Send" %}</p>{% endif %}',
    "varied": '{% icon name %}{% translate name %}{% url "account_login" %}{% if 1 %}{% icon "close" %}{% endif %}',
    "numbered": '{% url "workspace:ticket" number %}|{% url "workspace:message_menu" number %}|{% url "portal:ticket" number %}',
    "named": '{% url "workspace:queue" name %}|{% url "workspace:queue" name as it %}{{ it }}',
    "filtered": '{% translate "Cancel"|upper %}{% translate "100%% <sure>" %}{% blocktranslate %}Send{% endblocktranslate %}',
    "parent": "<h1>{% block title %}{% translate 'Send' %}{% endblock %}</h1>",
    "child": '{% extends "parent" %}{% block title %}{% translate "Cancel" %} {{ block.super }}{% endblock %}',
}


def engine(loader: str) -> Engine:
    return Engine(builtins=BUILTINS, loaders=[(loader, [("django.template.loaders.locmem.Loader", SOURCES)])])


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_folded_template_says_the_same(name: str, language: str) -> None:
    plain, folded = engine("django.template.loaders.cached.Loader"), engine(f"{Loader.__module__}.Loader")
    with translation.override(language):
        for _ in range(2):
            shown = [
                one.get_template(name).render(Context({"name": "send", "number": 7}))
                for one in (plain, folded)
            ]
            assert shown[0] == shown[1]


def test_one_template_speaks_both_languages_in_turn() -> None:
    folded = engine(f"{Loader.__module__}.Loader")
    said = []
    for language in ("ru", "en", "ru"):
        with translation.override(language):
            said.append(folded.get_template("parent").render(Context()))
    assert said == ["<h1>Отправить</h1>", "<h1>Send</h1>", "<h1>Отправить</h1>"]


def test_neighbours_become_one_text() -> None:
    template = Template(SOURCES["words"])
    fold(template.nodelist)
    assert [type(node) for node in template.nodelist][::2] == [TextNode, TextNode]
    assert len(template.nodelist) == 3
