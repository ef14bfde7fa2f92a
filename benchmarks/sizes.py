"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """The length of a run. `seconds` is how long a page is asked for in a round; the signings are forms posted in a round, in `longest` seconds."""

    signatories: int = 500
    rounds: int = 3
    seconds: float = 3.0
    signings_calm: int = 400
    signings_crowd: int = 1000
    longest: float = 6.0
    starts: int = 5
    views: int = 200
    query_rounds: int = 9
    query_calls: int = 100

    @property
    def signings(self) -> int:
        """How many invitations each side needs, with those of the rounds that warm up."""
        return (self.signings_calm + self.signings_crowd + self.signings_read) * self.rounds + WARMING

    @property
    def signings_read(self) -> int:
        """How many sign in a round in which others read."""
        return max(int(PEAK * self.seconds), 1)


WARMING = 64
PEAK = 33  # signatures a second at which a national petition site went down
FULL = Size()
QUICK = Size(rounds=1, seconds=1.0, signings_calm=150, signings_crowd=300, longest=3.0, starts=1, views=100, query_rounds=3, query_calls=50)
TINY = Size(signatories=8, rounds=1, seconds=0.2, signings_calm=10, signings_crowd=20, starts=1, views=5, query_rounds=1, query_calls=2)
FEW = 50
CALM, CROWD = 16, 64
