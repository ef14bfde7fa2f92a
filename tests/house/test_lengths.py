"""Files, functions and macros stay below their maximum lengths."""

from __future__ import annotations

import ast
import re
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.house.imports import nodes_of
from tests.house.tree import modules, name_of, templates

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
MEDIAN_FUNCTION = 10
LONGEST_HANDLER = 15
LONGEST_TEMPLATE = 80
LONGEST_MACRO = 20
MACRO = re.compile(r"{%-?\s*macro\s+(\w+).*?endmacro\s*-?%}", re.DOTALL)


class Piece(NamedTuple):
    """A function, and how many lines it has without its docstring."""

    name: str
    lines: int
    is_handler: bool


def pieces(source: str) -> list[Piece]:
    findings = []
    for node in nodes_of(source):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            docstring = (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(node) is not None else 0
            called = [decorator.func for decorator in node.decorator_list if isinstance(decorator, ast.Call)]
            is_handler = any(isinstance(function, ast.Name) and function.id == "route" for function in called)
            findings.append(Piece(node.name, (node.end_lineno or 0) - node.lineno + 1 - docstring, is_handler))
    return findings


def too_long(all_pieces: list[Piece]) -> list[Piece]:
    return [piece for piece in all_pieces if piece.lines > (LONGEST_HANDLER if piece.is_handler else LONGEST_FUNCTION)]


def long_macros(source: str) -> list[str]:
    return [match[1] for match in MACRO.finditer(source) if match[0].count("\n") + 1 > LONGEST_MACRO]


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_modules_are_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_MODULE


def test_functions_are_short() -> None:
    findings = {name_of(path): pieces(path.read_text()) for path in modules()}
    assert {name: too_long(inside) for name, inside in findings.items() if too_long(inside)} == {}
    assert median(piece.lines for inside in findings.values() for piece in inside) <= MEDIAN_FUNCTION


def test_a_long_function_and_a_long_handler_are_found() -> None:
    body = "\n".join(["    'said first'", *["    pass"] * 49])
    assert too_long(pieces(f"def short():\n{body}")) == []
    assert too_long(pieces(f"def long():\n{body}\n    pass\n    pass")) == [Piece("long", 52, is_handler=False)]
    assert too_long(pieces("@route('public.home.show')\nasync def show():\n" + "    pass\n" * 15)) == [Piece("show", 16, is_handler=True)]


def test_templates_are_short() -> None:
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in templates()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_TEMPLATE} == {}


def test_macros_are_short() -> None:
    findings = {name_of(path): long_macros(path.read_text()) for path in templates()}
    assert {name: macros for name, macros in findings.items() if macros} == {}


def test_a_long_macro_is_found() -> None:
    short = "{% macro short() %}\n{% endmacro %}"
    assert long_macros(short + "{% macro long(a) -%}" + "\n" * 21 + "{%- endmacro %}") == ["long"]
