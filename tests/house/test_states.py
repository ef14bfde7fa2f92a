"""Templates do not decide by states: what can be done is asked of `actions`, and a state is shown by its word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from jinja2 import nodes

from coalition.desk.refusals import SENTENCES
from coalition.memoranda.actions import RULES, Action
from coalition.memoranda.errors import NotOpen
from coalition.rendering import environment
from tests.house.tree import TEMPLATES, templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coalition.errors import CoalitionError
    from coalition.memoranda.errors import MemorandumRule

COLUMNS = {"text_state", "signing_state", "effect_state", "publicity", "state"}
ALLOWED = {
    ("desk/signatories/filters.html", "state == 'silent'"),  # a filter of the list, which is no state
    ("public/editions/show.html", "edition.state == 'in_force'"),  # three sentences about three states, and none about a fourth
    ("public/editions/show.html", "edition.state == 'rectified'"),
    ("public/editions/show.html", "edition.state == 'superseded'"),
}
ACTION = re.compile(r"\bactions\.(\w+)")


def compared_states(source: str) -> set[str]:
    """Return every comparison of a state with a value written in a template."""
    return set(_compared_states(environment("en").parse(source)))


def _compared_states(tree: nodes.Template) -> Iterator[str]:
    for compare in tree.find_all(nodes.Compare):
        names = {node.attr for node in compare.find_all(nodes.Getattr)} | {node.name for node in compare.find_all(nodes.Name)}
        if names & COLUMNS and any(True for _ in compare.find_all(nodes.Const)):
            yield _text(compare)


def _text(compare: nodes.Compare) -> str:
    operators = {"eq": "==", "ne": "!=", "in": "in", "notin": "not in"}
    parts = [_name(compare.expr), *(f"{operators.get(operand.op, operand.op)} {_name(operand.expr)}" for operand in compare.ops)]
    return " ".join(parts)


def _name(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_name(node.node)}.{node.attr}"
    if isinstance(node, nodes.Const):
        return repr(node.value)
    if isinstance(node, nodes.Tuple | nodes.List):
        return f"({', '.join(_name(item) for item in node.items)})"
    return node.name if isinstance(node, nodes.Name) else type(node).__name__


def unknown_actions(source: str) -> set[str]:
    """Return names that a template asks of `actions` and that are no action."""
    return set(ACTION.findall(source)) - {action.value for action in Action}


def test_no_template_compares_a_state() -> None:
    findings = {(path.relative_to(TEMPLATES).as_posix(), text) for path in templates() for text in compared_states(path.read_text())}
    assert findings == ALLOWED


@pytest.mark.parametrize(
    "source",
    [
        '{% if memorandum.text_state == "authenticated" %}{% endif %}',
        '{{ "on" if view.signing_state in ("open", "accession_only") }}',
        '{% if scene.memorandum.publicity != "public" %}{% endif %}',
        '{% for one in rows if one.row.state == "made" %}{% endfor %}',
        '{% if state not in ["", "invited"] %}{% endif %}',
    ],
)
def test_a_compared_state_is_found(source: str) -> None:
    assert compared_states(source)


def test_the_word_of_a_state_is_no_comparison() -> None:
    assert compared_states("{{ words.TextState(memorandum.text_state)|kind }}{% if value == state %}{% endif %}") == set()


def test_templates_ask_only_for_actions_that_there_are() -> None:
    assert {path.relative_to(TEMPLATES).as_posix(): names for path in templates() if (names := unknown_actions(path.read_text()))} == {}
    assert unknown_actions("{% if actions.open %}{% elif actions.reopen %}{% endif %}") == {"reopen"}


def test_every_action_has_a_rule_of_its_own() -> None:
    assert set(RULES) == set(Action)


def rules_without_sentence(rules: set[type[MemorandumRule]], said: set[type[CoalitionError]]) -> set[str]:
    """Return the rules that a coordinator can break and that the desk has no sentence for."""
    return {rule.__name__ for rule in rules - said}


def test_every_rule_that_an_action_can_break_has_its_sentence_at_the_desk() -> None:
    rules = {rule.error for rules in RULES.values() for rule in rules}
    assert rules_without_sentence(rules, set(SENTENCES)) == set()
    assert rules_without_sentence(rules, set(SENTENCES) - {NotOpen}) == {"NotOpen"}
