"""Lists that people read have the comma of their language; `coalition.languages.comma` is the only place that knows it."""

from __future__ import annotations

import ast
import re

from tests.house.tree import modules, name_of, templates

COMMAS = {", ", "\N{ARABIC COMMA} "}
IN_TEMPLATES = re.compile(r"""join\(["'][,\N{ARABIC COMMA}] |{{ ["'][,\N{ARABIC COMMA}] |%}[,\N{ARABIC COMMA}] ?{|}}[,\N{ARABIC COMMA}] ?{[{%]""")
# The command line, the description of the API and messages for those who run the server are English; the others write code.
ENGLISH = {
    "coalition/api/openapi.py",
    "coalition/commands/doctor.py",
    "coalition/commands/imports.py",
    "coalition/database/piccolo_internals.py",
    "coalition/keys/rotating.py",
    "coalition/public/site/site_files.py",
    "coalition/settings.py",
    "coalition/web/options.py",
    "coalition/words.py",
}


def has_comma(source: str) -> bool:
    """Return whether a module joins a list by the comma of one language."""
    joined = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute) and node.attr == "join"]
    return any(isinstance(separator, ast.Constant) and separator.value in COMMAS for separator in joined)


def test_no_page_has_the_comma_of_one_language() -> None:
    assert {name_of(path) for path in modules() if has_comma(path.read_text())} == ENGLISH
    assert {name_of(path) for path in templates() if IN_TEMPLATES.search(path.read_text())} == set()


def test_a_comma_of_one_language_is_found() -> None:
    assert has_comma('slugs = ", ".join(names)')
    assert has_comma("slugs = '\N{ARABIC COMMA} '.join(names)")
    assert not has_comma('words("a", "b")')
    for text in (
        '{{ names|join(", ") }}',
        "{{ who }}, {{ through }}",
        "{% endif %}, {{ through }}",
        "{% if who %}, {% endif %}",
        '{{ ", " if who }}',
    ):
        assert IN_TEMPLATES.search(text), text
    assert not IN_TEMPLATES.search('{{ field("name", _("Name"), 3) }} {{ names|join(comma) }}')
