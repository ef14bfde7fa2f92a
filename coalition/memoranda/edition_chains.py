"""Editions through time: a corrected edition replaces the one it corrects, a new edition supersedes all earlier ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from coalition.memoranda.tables import Edition


def chains(editions: Sequence[Edition]) -> list[list[Edition]]:
    """Return editions in chains linked by `corrects`: a signature of any edition of a chain is one of its last edition (ab initio)."""
    all_chains: list[list[Edition]] = []
    chain_of: dict[int, list[Edition]] = {}
    for edition in editions:
        chain = chain_of.get(edition.corrects or 0)
        if chain is None:
            chain = []
            all_chains.append(chain)
        chain.append(edition)
        chain_of[edition.number] = chain
    return all_chains


def superseded(editions: Sequence[Edition], as_at: date, today: date) -> frozenset[str]:
    """Return the digests of editions superseded by a day, except a digest that a later edition has again."""
    all_chains = chains(editions)
    adopted = [chain for chain in all_chains if as_at >= today or _day(chain[0]) <= as_at] or all_chains[:1]
    earlier = {edition.digest for chain in adopted[:-1] for edition in chain}
    return frozenset(earlier - {edition.digest for chain in all_chains[len(adopted) - 1 :] for edition in chain})


def _day(edition: Edition) -> date:
    day: date = edition.authenticated_at.date()
    return day
