"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """The length of a run. `seconds` is how long a page is asked for in a round; the signings are forms posted in a round, in `longest` seconds.

    `crowd` are the signatories of the memoranda that many have signed already.
    """

    signatories: int = 500
    crowd: int = 5000
    rounds: int = 3
    seconds: float = 3.0
    signings_calm: int = 400
    signings_crowd: int = 1000
    signings_ruled: int = 60
    longest: float = 6.0
    starts: int = 5
    views: int = 200
    query_rounds: int = 9
    query_calls: int = 100

    @property
    def forms(self) -> dict[str, int]:
        """How many forms each memorandum needs that is signed while measuring, with those of the rounds that warm up."""
        ruled = self.signings_ruled * self.rounds + WARMING
        waiting = (3 * self.signings_calm + self.signings_crowd + 2 * self.signings_read) * self.rounds + 4 * WARMING
        return {"waiting": waiting, "crowd": ruled + self.signings_read * self.rounds, "ruled": ruled}

    @property
    def on_postgres(self) -> dict[str, int]:
        """The same for PostgreSQL, where only signing is measured: by one process and by two."""
        return {"waiting": 2 * (self.signings_crowd + WARMING) * self.rounds + WARMING}

    @property
    def signings_read(self) -> int:
        """How many sign in a round in which others read."""
        return max(int(PEAK * self.seconds), 1)


WARMING = 64
PEAK = 33  # signatures a second at which a national petition site went down
FULL = Size()
QUICK = Size(
    crowd=500,
    rounds=1,
    seconds=1.0,
    signings_calm=150,
    signings_crowd=300,
    signings_ruled=20,
    longest=3.0,
    starts=1,
    views=100,
    query_rounds=3,
    query_calls=50,
)
TINY = Size(
    signatories=8,
    crowd=9,
    rounds=1,
    seconds=0.2,
    signings_calm=10,
    signings_crowd=20,
    signings_ruled=2,
    starts=1,
    views=5,
    query_rounds=1,
    query_calls=2,
)
FEW = 50  # signatories, all of which stand on the page of a text
CALM, CROWD = 16, 64
