"""A table of queries, each with what it must find among the first ten results; at least 99 of 100 do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.results.results import Asked, in_one_list
from tests.search.everywhere.corpus import expectations, record_corpus

if TYPE_CHECKING:
    from coalition.people.tables import Coordinator
    from coalition.results.result import Result
    from tests.search.everywhere.corpus import Expected

pytestmark = pytest.mark.anyio
FIRST = 10
AT_LEAST = 0.99


def is_it(result: Result, expected: Expected) -> bool:
    names = [passage.name.params["number"] for passage in result.passages if passage.name]
    found = (result.kind, result.slug) == (expected.kind, expected.slug)
    return found and (not expected.label or expected.label in map(str, names))


async def test_queries_find_what_they_mean(store: str, ada_account: Coordinator) -> None:
    await record_corpus(ada_account)
    table, missed = expectations(), []
    for expected in table:
        results, _ = await in_one_list(Asked(expected.query), "en", FIRST)
        if not any(is_it(result, expected) for result in results):
            missed.append(expected)
    assert len(table) >= 300
    assert len(missed) <= len(table) * (1 - AT_LEAST), "\n".join(" ".join(each) for each in missed)
