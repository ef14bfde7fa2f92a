"""A signature checks its visit once: the number of functions called between the handler and COMMIT is bounded."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

import coalition
from coalition.memoranda.tables import Memorandum, Publicity
from tests import factories
from tests.signing.walking import SIGNATURE, a_case, enter

if TYPE_CHECKING:
    from types import FrameType

    import httpx

    from coalition.people.tables import Coordinator

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]

PACKAGE = coalition.__path__[0]
# 267 are half of what there were when the handler and the operation each checked everything. 23 more check the order of days, 125 read
# and store what the notification says for good, 34 compare the typed name as people write it, and 418 write what lists and numbers
# store of the signature: its standing row, its row in the list of invitations, their counters, and the versions of the pages about it.
# 34 read from whom the letter of receipt comes, and who answers it; 2 say in whose outbox it stands; 8 decide whether the request only
# shows a form again, and whether it prolongs the session; 18 let those who work on the text be told; 8 erase answers saved for later;
# 8 tell the parts of the form of a page apart; 5 look for all mistakes of a form at once; 4 count the month of receipt, and ask for the
# hour at which a memorandum may close. 37 are left out since the letter of receipt is rendered when it is sent. 8 write the counters of the
# list of invitations as a last step, so that no two transactions lock them in different orders.
MOST_CALLS = 267 + 23 + 125 + 34 + 418 + 34 + 2 + 8 + 18 + 8 + 8 + 5 + 4 - 37 + 8


class Calls:
    """Counts the functions of the package that begin between the handler of a signature and COMMIT; a coroutine begins once."""

    def __init__(self) -> None:
        self.names: Counter[str] = Counter()
        self._is_counting = False
        self._frames: set[FrameType] = set()  # held, so that no later frame is taken for one of them

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(PACKAGE) or frame in self._frames:
            return
        if code.co_name == "commit" and "/database/" in code.co_filename:
            self._is_counting = False
        elif self._is_counting:
            self.names[code.co_qualname] += 1
        elif code.co_name == "record_signature":
            self._is_counting = True
        self._frames.add(frame)


async def calls_of_a_signature(ben: httpx.AsyncClient, ada: Coordinator, slug: str) -> Counter[str]:
    memorandum = await factories.opened(ada, slug)
    await Memorandum.update({Memorandum.publicity: Publicity.PUBLIC.value}).where(Memorandum.id == memorandum.id)
    case = await a_case(ada, f"party-to-{slug}", await factories.reloaded(memorandum))
    await enter(ben, case)
    calls = Calls()
    sys.setprofile(calls)
    try:
        answer = await ben.post(SIGNATURE, data=case.signature)
    finally:
        sys.setprofile(None)
    assert answer.status_code == 303
    return calls.names


async def test_a_signature_checks_its_visit_once(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await calls_of_a_signature(ben, ada_account, "first")  # fills the caches

    calls = await calls_of_a_signature(ben, ada_account, "second")

    assert {name: calls[name] for name in ("check_window", "check_may_sign", "check_kind", "latest_digest", "locked")} == {
        "check_window": 1,
        "check_may_sign": 1,
        "check_kind": 1,
        "latest_digest": 1,
        "locked": 1,
    }
    assert calls.total() <= MOST_CALLS, calls.most_common(20)
