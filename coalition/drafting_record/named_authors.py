"""The organisations that a record of drafting names, as a list that readers can compare with the signatories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.acts.compared_lists import compared_lists
from coalition.drafting_record.queries import named_and_known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.acts.compared_lists import Compared


@compared_lists.at(10)
async def _named_in_record(compared: Compared) -> Sequence[tuple[int, int]]:
    """Return the list if the text does not name all of it: where it names all, nobody in it can be the hidden one."""
    named, known = await named_and_known(compared.memorandum.id, compared.known, compared.also)
    return [(named, known)] if named > known else []
