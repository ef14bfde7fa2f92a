"""What a process knows of the changes of public pages, and since when it may not trust that any more.

It learns at once of what it commits itself, and looks four times a second for what others committed. Time is that of the machine since
its start: clocks of several machines are never compared.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from coalition.notices.page_changes import listen
from coalition.notices.page_queries import changes_after, published_version
from coalition.notices.page_subjects import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from coalition.notices.page_subjects import Subject
    from coalition.web.cached_pages import Rendered

log = logging.getLogger(__name__)
LONGEST_TRUST = 2.0  # seconds after its last look in which a process serves what it rendered before
LONGEST_SILENCE = 8.0  # seconds after its last report; its row is removed later than that (`page_processes.py`)
_MOST_SUBJECTS = 20_000  # of which a process knows the last change; with more, it begins anew
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # goes on while the machine sleeps


def seconds() -> float:
    """Return the time since the machine started."""
    return time.clock_gettime(_CLOCK)


class KnownChanges:
    """The last change of each subject, counted in this process."""

    def __init__(self, now: Callable[[], float] = seconds) -> None:
        """Know nothing yet; `now` is the time since some start."""
        self.now = now
        self.count = 0
        self.removals = 0
        self.version = -1
        self.looked = float("-inf")
        self.reported = float("inf")  # a process that reports sets it
        self._counts: dict[Subject, int] = {}
        self._versions: dict[Subject, int] = {}
        self._looking = asyncio.Lock()
        listen(self)

    def learn(self, version: int, subjects: AbstractSet[Subject]) -> None:
        """Learn that some subjects changed with a version; what is known already is not counted again."""
        new = [subject for subject in subjects if self._versions.get(subject, -1) < version]
        if not new:
            return
        if len(self._versions) > _MOST_SUBJECTS:
            self._versions.clear()
            self._counts.clear()
            new = [EVERYTHING]
        self.count += 1
        for subject in new:
            self._versions[subject], self._counts[subject] = version, self.count
        self.removals += EVERYTHING in new

    def is_current(self, rendered: Rendered) -> bool:
        """Whether nothing that a page is about has changed since it was rendered."""
        if rendered.seen != self.count:
            if rendered.subjects is None or any(self._counts.get(subject, 0) > rendered.seen for subject in rendered.subjects):
                return False
            rendered.seen = self.count
        return True

    @property
    def trusted(self) -> bool:
        """Whether whoever removes something waits for this process: its row is there, and it has looked lately."""
        return self.trusted_at(self.now())

    def trusted_at(self, now: float) -> bool:
        """Whether it is `trusted` at a time."""
        return now - self.looked <= LONGEST_TRUST and now - self.reported <= LONGEST_SILENCE

    async def look(self) -> bool:
        """Look for the changes of other processes; return False if the database does not answer."""
        began = self.now()
        try:
            async with asyncio.timeout(LONGEST_TRUST), self._looking:
                if self.looked >= began:  # another task has looked meanwhile
                    return True
                began = self.now()
                await self._read()
        except Exception as error:  # noqa: BLE001 -- whatever the fault of the database is, it is unknown what changed
            log.warning("published_version_unknown error=%s", type(error).__name__)
            return False
        self.looked = began
        return True

    async def _read(self) -> None:
        version = await published_version()
        if not 0 <= self.version <= version <= self.version + _MOST_SUBJECTS:  # the first look after a start, a long pause or a restore
            self._versions.clear()
            self.learn(version, {EVERYTHING})
        elif version > self.version:
            for changed, subject in await changes_after(self.version):
                self.learn(changed, {subject})
        self.version = version
