"""Templates compile in every language; macros and styles that nobody uses go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from jinja2 import TemplateSyntaxError, meta, nodes

from coalition.rendering import environment
from tests.house.tree import LANGUAGES, ROOT, TEMPLATES, modules, name_of, templates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment

IMPORT = re.compile(r"""{%-?\s*from\s+["']([^"']+)["']\s+import\s+([^%]+?)\s*-?%}""")
MACRO = re.compile(r"{%-?\s*macro\s+(\w+)")
CLASS = re.compile(r"\.([a-z][a-z0-9_-]*)(?=[^{}]*\{)")


def macros_in(text: str) -> set[str]:
    return set(MACRO.findall(text))


def imports_in(text: str) -> list[tuple[str, str]]:
    """Return (file, macro) of each import."""
    findings = []
    for file, names in IMPORT.findall(text):
        plain = re.sub(r"\bwith(?:out)? context\b", "", names)
        findings += [(file, name.split(" as ")[0].strip()) for name in plain.split(",")]
    return findings


def unused(macros: dict[str, set[str]], texts: dict[str, str]) -> set[str]:
    """Return macros that no template imports, and that their own file does not call either."""
    imported = {name for text in texts.values() for _, name in imports_in(text)}
    return {
        f"{file}: {name}"
        for file, names in macros.items()
        for name in names
        if name not in imported and len(re.findall(rf"\b{name}\s*\(", texts[file])) < 2
    }


def needed_from_page(text: str, known: Environment) -> set[str]:
    parsed = known.parse(text)
    own = {name.name for name in parsed.find_all(nodes.Name) if name.ctx in {"store", "param"}}
    return meta.find_undeclared_variables(parsed) - own - set(known.globals)


def classes_in(css: str) -> set[str]:
    plain = re.sub(r'/\*.*?\*/|"[^"]*"', "", css, flags=re.DOTALL)
    return set(CLASS.findall(plain))


def unused_classes(css: str, texts: Iterable[str]) -> set[str]:
    words = {word for text in texts for word in re.findall(r"[a-z][a-z0-9_-]*", text)}
    return {name for name in classes_in(css) if name not in words}


def hidden_from_layouts(texts: dict[str, str], known: Environment) -> set[str]:
    """Return names that a page imports and its layouts read: there they are the macro, and not what the handler gave."""
    extended = {name: set(re.findall(r"""{% extends ["']([^"']+)["']""", text)) for name, text in texts.items()}
    imported = {name: {each.split()[-1] for _, names in IMPORT.findall(text) for each in names.split(",")} for name, text in texts.items()}
    read = {name: needed_from_page(text, known) - imported[name] for name, text in texts.items() if name.startswith("layouts/")}

    def read_above(name: str) -> set[str]:
        return set().union(*(read[layout] | read_above(layout) for layout in extended[name]))

    return {f"{name}: {macro}" for name in texts for macro in imported[name] & read_above(name)}


def unexplained_fields(text: str) -> list[str]:
    """Return fields that are needed in some cases only, and do not say in which."""
    calls = re.findall(r"""{{ \w+\(.*?required="depends".*?}}""", text)
    return [call for call in calls if "hint=_(" not in call]


def _texts() -> dict[str, str]:
    return {path.relative_to(TEMPLATES).as_posix(): path.read_text() for path in templates()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_compiles(language: str) -> None:
    made = environment(language)
    assert [name for name in _texts() if made.get_template(name).name != name] == []


def test_a_broken_template_is_found() -> None:
    for broken in ("{% if %}", "{{ 1|no_such_filter }}", "{% block a %}"):
        with pytest.raises(TemplateSyntaxError):
            environment("en").from_string(broken)


def test_every_imported_macro_exists() -> None:
    texts = _texts()
    missing = [(name, file, macro) for name, text in texts.items() for file, macro in imports_in(text) if macro not in macros_in(texts.get(file, ""))]
    assert missing == []
    assert imports_in("{% from 'a.html' import one, two as other with context %}") == [("a.html", "one"), ("a.html", "two")]


def test_components_take_everything_as_arguments() -> None:
    known = environment("en")
    findings = {name: needed_from_page(text, known) for name, text in _texts().items() if name.startswith("components/")}
    assert {name: names for name, names in findings.items() if names} == {}
    assert needed_from_page("{% macro greet() %}{{ person }}{{ _('Hello') }}{% endmacro %}", known) == {"person"}


def test_no_import_hides_what_a_layout_reads() -> None:
    known = environment("en")
    assert hidden_from_layouts(_texts(), known) == set()
    layout = {"layouts/a.html": "{% if part == 'text' %}{% endif %}"}
    page = "{% extends 'layouts/a.html' %}{% from 'c.html' import part, other %}"
    assert hidden_from_layouts(layout | {"b.html": page}, known) == {"b.html: part"}
    assert hidden_from_layouts(layout | {"b.html": page.replace("part,", "part as mine,")}, known) == set()


def test_no_macro_is_unused() -> None:
    texts = _texts()
    assert unused({name: macros_in(text) for name, text in texts.items()}, texts) == set()
    spare = "{% macro spare() %}{% endmacro %}"
    assert unused({"a.html": {"spare"}}, {"a.html": spare}) == {"a.html: spare"}
    assert unused({"a.html": {"spare"}}, {"a.html": spare, "b.html": "{% from 'a.html' import spare %}"}) == set()


def test_fields_say_when_they_are_needed() -> None:
    texts = _texts()
    assert {name: fields for name, text in texts.items() if (fields := unexplained_fields(text))} == {}
    assert unexplained_fields('{{ field("name", _("Name"), required="depends") }}') != []
    assert unexplained_fields('{{ field("name", _("Name"), hint=_("Only if you sign."), required="depends") }}') == []


def test_no_style_is_unused() -> None:
    css = (ROOT / "static/coalition.css").read_text()
    assert unused_classes(css, [*_texts().values(), *(path.read_text() for path in modules())]) == set()
    assert unused_classes(".here > .gone { margin: .5rem }", ['<p class="here">']) == {"gone"}


def test_every_mail_has_a_subject_and_a_body() -> None:
    folders = [path for path in (TEMPLATES / "mails").iterdir() if path.is_dir()]
    assert {name_of(folder): {path.name for path in folder.iterdir()} for folder in folders} == {
        name_of(folder): {"subject.txt", "body.txt"} for folder in folders
    }
