"""What the public will read at each answer to the question who may know, beside the answer and before it is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition import clock
from coalition.acts.disclosure_levels import LEVELS, Level
from coalition.acts.signer_queries import signer_text
from coalition.acts.status_lines import StatusLine
from coalition.acts.tables import ActKind
from coalition.languages import Message
from coalition.partial_dates import PartialDate
from coalition.signing.invitations.scenes import line_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.acts.tables import Disclosure
    from coalition.signing.invitations.scenes import Scene

_NAME, _POSITION = Message("Your name"), Message("your position")
_DESCRIPTION = Message("A human rights group from Central Asia")


class ExampleLine(Struct, frozen=True):
    """The public line at one level (None if no name is shown), and the one from the day on which a sealed name is shown, if there is one."""

    kind: ActKind
    level: Level
    line: StatusLine | None
    line_once_open: StatusLine | None


def examples_before_signing(scene: Scene, values: Mapping[str, str], language: str) -> Mapping[Disclosure, ExampleLine]:
    """Return the line of each level if the organisation answers today; what is not typed yet has an example in its place."""
    offered = [kind for kind, _ in scene.offers]
    kind = next((kind for kind in offered if kind == values.get("kind")), offered[0] if offered else ActKind.SIGNATURE)
    line = StatusLine(scene.organisation, kind, PartialDate(clock.today().isoformat()), "")
    typed = signer_text(values.get("representative_name", ""), values.get("representative_title", ""))
    return _examples(line, typed or _example_signer(language), values.get("description") or _DESCRIPTION.text(language))


def examples_after_signing(line: StatusLine, language: str) -> Mapping[Disclosure, ExampleLine]:
    """Return the line of each level from the line that would be public now; the page does not name who signed, its link may be stolen."""
    return _examples(line, _example_signer(language), _DESCRIPTION.text(language))


def _example_signer(language: str) -> str:
    return signer_text(_NAME.text(language), _POSITION.text(language))


def _examples(line: StatusLine, signer: str, description: str) -> Mapping[Disclosure, ExampleLine]:
    named = replace(line, representative=signer)
    return {
        disclosure: ExampleLine(line.act, Level(disclosure, description), line_at(named, disclosure), line_at(named, rules.opens_as))
        for disclosure, rules in LEVELS.items()
    }
