"""HTML is written by templates and libraries: Python code neither cuts it nor glues it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest
from jinja2 import nodes

from coalition.rendering import environment
from tests.house.imports import nodes_of, parsed
from tests.house.tree import modules, name_of, templates

if TYPE_CHECKING:
    from collections.abc import Iterator

# Modules that need a "<" in a string for something else than writing a page.
ALLOWED = {
    "coalition/api/answering.py": "the Link header has its address in angle brackets",
    "coalition/api/examples.py": "an example of a passage that the search marked",
    "coalition/mail/message.py": "so have Message-ID and List-Unsubscribe",
    "coalition/text/provisions.py": "finds HTML in Markdown and refuses it",
    "coalition/organisations/domains.py": "reads a tag in a page of another site",
}
CLEANER = "coalition/text/html.py"  # where nh3 cleans the HTML of a text
# A tag, whole or with a part to fill in; not the name of a group in a pattern, and not a mail address.
TAG = re.compile(r"(?<!\?P)</?[A-Za-z][A-Za-z0-9-]*(?=[\s>/\\]|$)|</?[{%]|<!--")
OPENING = re.compile(r"</?$")
CUTTING = {
    *("partition", "rpartition", "split", "rsplit", "index", "rindex", "find", "rfind", "count"),
    *("replace", "removeprefix", "removesuffix", "startswith", "endswith", "strip", "lstrip", "rstrip"),
}


def docstrings(tree: ast.AST) -> set[ast.AST]:
    """Return the strings that stand alone as a statement."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}


def texts(node: ast.AST) -> Iterator[str]:
    """Return the literal strings directly inside an expression."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value


def written_html(source: str) -> list[str]:
    """Return the strings with a tag, and those that open a tag whose name is filled in."""
    tree = parsed(source)
    ignored = docstrings(tree)
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in ignored]
    findings = [str(node.value) for node in constants if TAG.search(str(node.value))]
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.BinOp)]
    return findings + [text for node in joined for text in texts(node) if OPENING.search(text)]


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""


def cut_html(source: str) -> list[str]:
    """Return the calls of string methods that look for a tag."""
    calls = [node for node in nodes_of(source) if isinstance(node, ast.Call)]
    return [ast.unparse(call) for call in calls if _called(call) in CUTTING and any("<" in text or ">" in text for text in texts(call))]


def trusted_html(source: str) -> list[str]:
    """Return the calls that declare a string to be safe HTML."""
    calls = [node for node in nodes_of(source) if isinstance(node, ast.Call)]
    return [ast.unparse(call) for call in calls if _called(call) == "Markup" and (call.args or call.keywords)]


def trusted_values(template: str) -> list[str]:
    """Return what a template declares to be safe HTML, except strings that it holds itself."""
    parsed = environment("en").parse(template)
    filters = [node for node in parsed.find_all(nodes.Filter) if node.name == "safe"]
    return [str(node.node) for node in filters if not isinstance(node.node, nodes.TemplateData | nodes.Const)]


def _found(source: str) -> list[str]:
    return [*written_html(source), *cut_html(source)]


def test_no_module_writes_or_cuts_html() -> None:
    findings = {name_of(path): _found(path.read_text()) for path in modules()}
    assert {name: strings for name, strings in findings.items() if strings and name not in ALLOWED} == {}
    assert {name for name in ALLOWED if not findings.get(name)} == set()


def test_only_the_cleaner_declares_html_safe() -> None:
    findings = {name_of(path): trusted_html(path.read_text()) for path in modules()}
    assert {name: len(calls) for name, calls in findings.items() if calls} == {CLEANER: 1}


def test_no_template_declares_a_value_safe() -> None:
    findings = {name_of(path): trusted_values(path.read_text()) for path in templates()}
    assert {name: values for name, values in findings.items() if values} == {}


@pytest.mark.parametrize(
    "source",
    [
        "html = '<p>'",
        "html = f'<a href={url}>'",
        "html = f'<h{level} id={name}>'",
        "html = f'<{name}>'",
        "html = '<' + name",
        "html = '</' + name + '>'",
        "html = '<{}>'.format(name)",
        "html = '<%s>' % name",
        "html = '</section>'",
        "html = '<!-- a -->'",
        "NOTES = re.compile(r'<section\\b')",
        "pieces = html.split('<')",
        "body, notes = html.partition(NOTES), html.rindex('<', 0, end)",
        "words = html.removeprefix('<p>') if html.startswith('<p') else html",
        "inner = html.strip('<>')",
    ],
)
def test_html_in_a_module_is_found(source: str) -> None:
    assert _found(source)


@pytest.mark.parametrize(
    "source",
    [
        'def show():\n    """Return a `<p>`."""',
        "SENDER = 'Coalition <coalition@localhost>'",
        "NUMBER = re.compile('(?P<written>[0-9])(?<!x)')",
        "small = 'a < b'",
        "words = text.split(', ')",
    ],
)
def test_other_uses_of_the_sign_are_not_html(source: str) -> None:
    assert _found(source) == []


def test_a_string_declared_safe_is_found() -> None:
    assert trusted_html("html = Markup(text)") == ["Markup(text)"]
    assert trusted_html("html = markupsafe.Markup(text)") == ["markupsafe.Markup(text)"]
    assert trusted_html("nothing = Markup()") == []
    assert trusted_values("{{ html|safe }}")
    assert trusted_values("{{ ' class=\"dash\"'|safe if empty }}") == []
