"""Which levels let the public know more than another: now, on a later or an earlier day, or in other words."""

from __future__ import annotations

from datetime import date

import pytest

from coalition.acts.disclosure_levels import Level, raises, tells_more
from coalition.acts.tables import Disclosure

_SOON, _LATE = date(2027, 1, 1), date(2028, 1, 1)
SEALED = Level(Disclosure.SEALED_UNTIL, release_on=_LATE)
GROUP = Level(Disclosure.DESCRIBED, "A human rights group")


@pytest.mark.parametrize(
    ("new", "old", "more"),
    [
        (Level(Disclosure.PUBLIC), Level(Disclosure.COUNTED), True),
        (Level(Disclosure.COUNTED), Level(Disclosure.PUBLIC), False),
        (SEALED, Level(Disclosure.COUNTED), True),
        (SEALED, GROUP, True),  # the description names nobody, the seal opens
        (SEALED, Level(Disclosure.PUBLIC_ORGANISATION), True),  # it opens with the name of the representative
        (SEALED, Level(Disclosure.PUBLIC), False),
        (Level(Disclosure.SEALED_UNTIL, release_on=_SOON), SEALED, True),
        (SEALED, Level(Disclosure.SEALED_UNTIL, release_on=_SOON), False),
        (Level(Disclosure.DESCRIBED, "Bir Duino of Bishkek"), GROUP, True),
        (GROUP, GROUP, False),
        (GROUP, Level(Disclosure.PUBLIC), False),
        (Level(Disclosure.PUBLIC), Level(Disclosure.PUBLIC), False),
    ],
)
def test_what_lets_the_public_know_more(new: Level, old: Level, more: bool) -> None:
    assert raises(new, old) is more


def test_ranks_alone_would_miss_what_is_shown_later_or_in_other_words() -> None:
    missed = [(SEALED, GROUP), (Level(Disclosure.SEALED_UNTIL, release_on=_SOON), SEALED), (Level(Disclosure.DESCRIBED, "Bir Duino"), GROUP)]
    assert [(tells_more(new.disclosure, old.disclosure), raises(new, old)) for new, old in missed] == [(False, True)] * 3
