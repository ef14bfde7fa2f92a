"""Every public name of a module is used outside its own definition; what only tests use is not part of the program."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tests.house.imports import imports_in, parsed, sources, target_of
from tests.house.tree import templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign

# A decorator that registers its function: of a route, of a kind of job, of a command.
REGISTERING = {"route", "handles", "handles_together", "when_idle", "beside_jobs", "command", "group"}
USED_ELSEWHERE = {
    "coalition.piccolo_app.APP_CONFIG": "Piccolo reads it",
    "coalition.commands.main": "the script `coalition` calls it",
    "coalition.migrating.unmigrate": "a test runs all migrations back; an operator may need that",
}


def definitions(tree: ast.Module) -> Iterator[tuple[str, Definition]]:
    """Return the public names that a module defines at its top level."""
    for node in tree.body:
        names: list[str] = []
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names = [] if _registers(node) else [node.name]
        elif isinstance(node, ast.Assign):
            names = [name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        if isinstance(node, Definition):
            yield from ((name, node) for name in names if not name.startswith("_"))


def _registers(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    called = [decorator.func if isinstance(decorator, ast.Call) else decorator for decorator in node.decorator_list]
    return any((function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")) in REGISTERING for function in called)


def used_names(modules: Mapping[str, str]) -> set[str]:
    """Return the full names that modules use: by themselves, by an import, or as an attribute of an imported module."""
    used: set[str] = set()
    for module, source in modules.items():
        tree = parsed(source)
        names, attributes = _read_names(tree)
        used |= {f"{module}.{name}" for name in _used_at_home(tree)}
        for imported in imports_in(source):
            target = target_of(imported, modules) if imported.name else imported.module
            if target != imported.module or not imported.name:
                used |= {f"{target}.{attribute}" for owner, attribute in attributes if owner == imported.alias}
            elif imported.alias in names or module == imported.module.rpartition(".")[0]:
                used.add(f"{imported.module}.{imported.name}")
        used |= {f"{match[1]}.{match[2]}" for text in _texts(tree) for match in [re.fullmatch(r"([\w.]+):(\w+)", text)] if match}
    return used


def _read_names(tree: ast.AST) -> tuple[set[str], set[tuple[str, str]]]:
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return names, {(ast.unparse(node.value), node.attr) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def _texts(tree: ast.AST) -> list[str]:
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _used_at_home(tree: ast.Module) -> set[str]:
    """Return the names that a module reads outside their own definition."""
    own = dict(definitions(tree))
    used = set()
    for node in tree.body:
        names, _ = _read_names(node)
        used |= {name for name in names if own.get(name) is not node}
    return used


def unused(modules: Mapping[str, str], texts: Iterable[str]) -> set[str]:
    """Return the full names that nothing uses; templates read modules under the names `words` and `menus`."""
    in_templates = {name for text in texts for name in re.findall(r"\b(?:words|menus)\.(\w+)", text)}
    used = used_names(modules) | set(USED_ELSEWHERE)
    defined = {f"{module}.{name}": name for module, source in modules.items() for name, _ in definitions(parsed(source))}
    return {full for full, name in defined.items() if full not in used and name not in in_templates}


def test_every_public_name_is_used() -> None:
    assert unused(sources(), [path.read_text() for path in templates()]) == set()


def test_an_unused_name_is_found() -> None:
    modules = {
        "p": "from p.a import again\n__all__ = ['again']",
        "p.a": "LIMIT = 1\ndef used(): return LIMIT\ndef again(): return again()\ndef spare(): return spare()\nclass Kind: pass\n",
        "p.b": "from p import a\nfrom p.a import Kind\n@route('p.show')\ndef show(): return a.used()\n",
    }
    assert unused(modules, ["{{ words.Kind }}"]) == {"p.a.spare"}
    assert unused(modules, []) == {"p.a.spare", "p.a.Kind"}
    assert unused(modules | {"p.c": "from p import a\n_x = a.spare(), a.Kind"}, []) == set()
