"""Templates whose unchanging parts are drawn once per language, when the template is loaded, not at every page.

A page of the workspace holds some two hundred words and icons that are the same at every request. Django looks each of
them up anew; here they become plain text, and neighbours become one text (constant folding, as compilers call it).
"""

from collections.abc import Iterator

from django.template import Context, Template
from django.template.base import FilterExpression, Node, NodeList, Origin, TextNode, Variable
from django.template.defaulttags import URLNode
from django.template.library import SimpleNode
from django.template.loaders import cached
from django.templatetags.i18n import TranslateNode
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from okno.look.addresses import address
from okno.look.templatetags.look import icon

_PURE = frozenset({icon})  # tags that show the same whatever the page, the person and the moment


class Loader(cached.Loader):
    """Keeps templates compiled, one for each language, with what never changes already drawn."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        """Name the place of a template among the kept ones."""
        return f"{get_language()} {super().cache_key(template_name, skip)}"

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """Return the template as it is drawn in the language of the moment."""
        key = self.cache_key(template_name, skip)
        is_new = key not in self.get_template_cache
        template: Template = super().get_template(template_name, skip)
        if is_new:
            fold(template.nodelist)
        return template


def fold(nodes: NodeList) -> None:
    """Draw what is constant in the language of the moment, in this list and in all below it."""
    for node in nodes:
        for name in getattr(node, "child_nodelists", ()):
            if inner := getattr(node, name, None):
                fold(inner)
    nodes[:] = _joined(nodes)


def _joined(nodes: NodeList) -> Iterator[Node]:
    together: list[str] = []
    for node in nodes:
        text = _constant(node)
        if text is None:
            yield from _text(together)
            together = []
            yield Address(node) if isinstance(node, URLNode) and _has_arguments(node) else node
        else:
            together.append(text)
    yield from _text(together)


def _text(parts: list[str]) -> Iterator[TextNode]:
    if parts:
        yield TextNode(SafeString("".join(parts)))


class Address(Node):
    """An address with arguments, put together at each page."""

    def __init__(self, node: URLNode) -> None:
        self.name: str = node.view_name.var
        self.arguments = node.args
        self.token, self.origin = node.token, node.origin

    def render(self, context: Context) -> str:
        """Draw the address."""
        return conditional_escape(address(self.name, *(one.resolve(context) for one in self.arguments)))


def _has_arguments(node: URLNode) -> bool:
    return bool(node.args) and not node.kwargs and node.asvar is None and _fixed(node.view_name)


def _constant(node: Node) -> str | None:
    if isinstance(node, TextNode):
        return node.s
    return node.render(Context()) if _is_constant(node) else None


def _is_constant(node: Node) -> bool:
    match node:
        case TranslateNode():
            return node.asvar is None and _fixed(node.filter_expression, node.message_context)
        case URLNode():
            return node.asvar is None and _fixed(node.view_name, *node.args, *node.kwargs.values())
        case SimpleNode():
            return (
                node.func in _PURE and node.target_var is None and _fixed(*node.args, *node.kwargs.values())
            )
    return False


def _fixed(*expressions: FilterExpression | None) -> bool:
    """Tell whether all are literals without filters."""
    return all(
        expression is None or (not expression.filters and _is_literal(expression.var))
        for expression in expressions
    )


def _is_literal(value: object) -> bool:
    return not isinstance(value, Variable) or value.lookups is None
