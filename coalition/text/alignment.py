"""Which passage of a language belongs to which provision: what differs from another language, and moving a passage to a neighbour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Place(Struct, frozen=True):
    """A provision with the index of its passage in the language that is aligned; None if that has none there.

    `differs`: one of the two languages lacks it, or their numbers differ. `moved`: its passage is not the stored one.
    """

    key: str
    at: int | None
    differs: bool
    moved: bool


def places(order: Sequence[str], keys: Sequence[str], labels: Sequence[str], stored: Sequence[str], beside: Mapping[str, str]) -> list[Place]:
    """Return the provisions that either language has, in order.

    `keys` are those that the passages have now, `labels` their labels, `stored` the keys that are saved; `beside` are the labels of the
    other language by key.
    """
    index = {key: at for at, key in enumerate(keys)}
    return [
        Place(key, index.get(key), _differs(key, index.get(key), labels, beside), moved=key in index and stored[index[key]] != key)
        for key in order
        if key in index or key in beside
    ]


def _differs(key: str, at: int | None, labels: Sequence[str], beside: Mapping[str, str]) -> bool:
    return at is None or key not in beside or beside[key] != labels[at]


def moved(order: Sequence[str], keys: Sequence[str], at: int, step: int) -> list[str]:
    """Return the keys with one passage moved a step up (-1) or down (1) in the order; a passage that is there takes its place.

    What cannot be moved stays.
    """
    after = list(keys)
    if not 0 <= at < len(keys) or keys[at] not in order:
        return after
    place = order.index(keys[at]) + step
    if not 0 <= place < len(order):
        return after
    if order[place] in after:
        after[after.index(order[place])] = keys[at]
    after[at] = order[place]
    return after
