"""Whether a name stands in a text that cannot be changed later: as it is written, in other letters, with another end, or only in part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.search_keys import search_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# A word of four letters is sought as a whole word; a longer one without its last letter, also inside of words: languages change the
# ends of names and write short words together with them. Shorter words, such as "bin", tell nobody who it is.
_SHORTEST, _LONG = 4, 5


def fields_with_name(fields: Mapping[str, str], names: Iterable[str]) -> list[str]:
    """Return those of some fields of a text in which a name, or a telling word of it, stands in any script."""
    wanted = {word for name in names for word in _sought(search_key(name))}
    keys = {field: f" {search_key(text)} " for field, text in fields.items()} if wanted else {}
    return [field for field, key in keys.items() if any(word in key for word in wanted)]


def _sought(key: str) -> list[str]:
    """Return what to look for: each telling word of a name; the whole name if all of its words are short."""
    telling = [word for word in key.split() if len(word) >= _SHORTEST] or [key]
    return [word[:-1] if len(word) >= _LONG and " " not in word else f" {word} " for word in telling]
