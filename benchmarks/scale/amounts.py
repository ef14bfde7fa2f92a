"""How much a register holds: one memorandum with very many acts, a few with thousands, many with about a hundred."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from benchmarks.content import SEED

ROOT = Path(__file__).resolve().parents[2]
_MAKES = ("benchmarks/content.py", *(f"benchmarks/scale/{name}.py" for name in ("amounts", "bulk", "fill", "news", "rows")))


@dataclass(frozen=True)
class Amounts:
    """The numbers of organisations and acts; everything else follows from them."""

    organisations: int
    acts: int

    @property
    def tenth(self) -> Amounts:
        """A tenth of it."""
        return Amounts(self.organisations // 10, self.acts // 10)

    @property
    def name(self) -> str:
        """Its name in tables."""
        return f"{self.organisations:,} × {self.acts:,}"

    @property
    def largest(self) -> int:
        """The acts of the largest memorandum."""
        return self.acts // 5

    @property
    def large(self) -> int:
        """The acts of each of the four large memoranda."""
        return max(self.acts // 100, 20)

    @property
    def small(self) -> int:
        """How many memoranda have about a hundred acts each."""
        return max((self.acts - self.largest - 4 * self.large) // 100, 3)

    @property
    def signed(self) -> int:
        """The signatories of the two memoranda that are signed while measuring, one of them with a rule that waits."""
        return min(5000, self.organisations // 4)

    @property
    def ready(self) -> int:
        """The invitations of each of the two whose form is ready to be posted."""
        return min(2000, self.organisations // 4)

    @property
    def asked(self) -> int:
        """The organisations that are reminded at once, and the rows of an import."""
        return min(10_000, self.organisations // 2)

    def digest(self) -> str:
        """Return what names a filled database: it changes with the schema, with what fills it, with the seed and with the numbers."""
        made_of = hashlib.sha256(f"{SEED} {self}".encode())
        for path in [*map(ROOT.joinpath, _MAKES), *sorted((ROOT / "migrations").glob("*.py")), ROOT / "coalition/acts/standings.py"]:
            made_of.update(path.read_bytes())
        return made_of.hexdigest()[:12]
