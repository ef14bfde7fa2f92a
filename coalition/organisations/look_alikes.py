"""Names that a person must look at before they are saved: those that imitate others, and those that others have."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from coalition.database import put_all
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.organisations import queries
from coalition.organisations.likeness import code_points, foreign_letters, has_letters, shapes
from coalition.organisations.likeness_queries import organisations_by_shape, shapes_of
from coalition.organisations.tables import NameShape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coalition.organisations.forms import NameForm
    from coalition.organisations.views import NameView, OrganisationView

_ISOLATE, _END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_NO_LETTERS = Message("This name holds no letter and no digit.")


class LooksAlike(InvalidForm):
    """A person must look at the names first; `digest` is what the form sends as `looked_at` when they have."""

    def __init__(self, problems: Mapping[str, Message]) -> None:
        """Hold the problems by path, and add the one that says how to confirm the names."""
        self.digest = _digest(problems)
        confirm = Message("Compare the names. If they are right as they are, confirm it; a program sends {digest} as looked_at.", digest=self.digest)
        super().__init__({**problems, "looked_at": confirm})


async def check_names(names: Sequence[NameForm], looked_at: str, present: OrganisationView | None = None) -> None:
    """Refuse names that nobody looked at; names that the organisation has at present are not checked again.

    Raises:
        InvalidForm: a name has no letter.
        LooksAlike: a name mixes scripts, or looks like the name of another organisation.

    """
    _check_letters(names)
    problems = await _names_to_look_at(names, present)
    if problems and looked_at != _digest(problems):
        raise LooksAlike(problems)


async def alike(names: Iterable[str], limit: int) -> list[OrganisationView]:
    """Return organisations of the register, listed or not, that a coordinator should compare with names: of the same shape, or containing one."""
    by_shape = await organisations_by_shape({shape for name in names for shape in shapes(name)})
    similar = {organisation.id: organisation for owners in by_shape.values() for organisation in owners}
    for name in names:
        similar |= {organisation.id: organisation for organisation in await queries.some_matches(name, limit) if organisation.id not in similar}
    return list(similar.values())[:limit]


async def _names_to_look_at(names: Sequence[NameForm], own: OrganisationView | None) -> dict[str, Message]:
    """Return what a person must look at, by the path of the name."""
    problems = imitations(names, own)
    owners = await organisations_by_shape({shape for name in names for shape in _shapes(name)})
    for path, name in _new_names(names, own).items():
        others = [other for shape in sorted(_shapes(name)) for other in owners.get(shape, []) if own is None or other.id != own.id]
        if others and path not in problems:
            problems[path] = Message("It looks like {name} ({slug}), which is in the register.", name=others[0].primary.name, slug=others[0].slug)
    return dict(sorted(problems.items()))


def imitations(names: Sequence[NameForm], own: OrganisationView | None = None) -> dict[str, Message]:
    """Return by path which names mix scripts; names that the organisation has are not looked at again."""
    return {path: message for path, name in _new_names(names, own).items() if (message := _imitation(name))}


def _new_names(names: Sequence[NameForm], own: OrganisationView | None) -> dict[str, NameForm]:
    known = {name.name for name in own.names} if own else set()
    return {f"names/{at}/name": name for at, name in enumerate(names) if name.name not in known}


def _shapes(name: NameForm) -> frozenset[str]:
    return shapes(name.name) | (shapes(name.short_name) if name.short_name else frozenset())


def _imitation(name: NameForm) -> Message | None:
    for text in filter(None, (name.name, name.short_name)):
        if foreign := foreign_letters(text):
            letters = [f"{_ISOLATE}{letter} ({code_point}){_END}" for letter, code_point in zip(foreign, code_points(foreign), strict=True)]
            return Message("These letters belong to another script than the rest of their word: {letters}.", letters=letters)
    return None


def _check_letters(names: Sequence[NameForm]) -> None:
    problems = {f"names/{at}/name": _NO_LETTERS for at, name in enumerate(names) if not has_letters(name.name)}
    if problems:
        raise InvalidForm(problems)


def _digest(problems: Mapping[str, Message]) -> str:
    """Return the digest of problems, so that a confirmation holds for these names and this register only."""
    return hashlib.sha256(repr(sorted((path, message.text("en")) for path, message in problems.items())).encode()).hexdigest()[:16]


async def write_shapes(organisation_id: int, names: Iterable[NameForm | NameView | Any]) -> None:
    """Add the shapes of names of an organisation, inside the caller's transaction; those of names that were replaced stay.

    Otherwise whoever replaces a name could give it to another organisation unseen.
    """
    known = await shapes_of(organisation_id)
    wanted = sorted({shape for name in names for shape in shapes(name.name)} - known)
    await put_all(NameShape(organisation=organisation_id, shape=shape) for shape in wanted)
