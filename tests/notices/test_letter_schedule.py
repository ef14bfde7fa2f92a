"""When letters leave."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from coalition.notices.letter_schedule import end_of_period
from coalition.notices.tables import Rhythm

WEDNESDAY = datetime(2026, 11, 25, 20, 19, 31, 5, UTC)


@pytest.mark.parametrize(
    ("rhythm", "moment", "until"),
    [
        (Rhythm.AT_ONCE, WEDNESDAY, datetime(2026, 11, 25, 20, 20, tzinfo=UTC)),
        (Rhythm.AT_ONCE, datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
        (Rhythm.DAILY, WEDNESDAY, datetime(2026, 11, 26, 6, tzinfo=UTC)),
        (Rhythm.DAILY, datetime(2026, 11, 25, 5, 59, 59, tzinfo=UTC), datetime(2026, 11, 25, 6, tzinfo=UTC)),
        (Rhythm.DAILY, datetime(2026, 11, 25, 6, tzinfo=UTC), datetime(2026, 11, 26, 6, tzinfo=UTC)),
        (Rhythm.WEEKLY, WEDNESDAY, datetime(2026, 11, 30, 6, tzinfo=UTC)),
        (Rhythm.WEEKLY, datetime(2026, 11, 30, 5, tzinfo=UTC), datetime(2026, 11, 30, 6, tzinfo=UTC)),
        (Rhythm.WEEKLY, datetime(2026, 11, 30, 6, tzinfo=UTC), datetime(2026, 12, 7, 6, tzinfo=UTC)),
        (Rhythm.WEEKLY, datetime(2026, 11, 29, 23, tzinfo=UTC), datetime(2026, 11, 30, 6, tzinfo=UTC)),
    ],
)
def test_a_moment_lies_in_one_minute_one_day_and_one_week(rhythm: Rhythm, moment: datetime, until: datetime) -> None:
    assert end_of_period(rhythm, moment) == until
