"""Once a number of withheld names was given, a name that it does not include singles nobody out, whenever and however it is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest

from coalition import clock
from coalition.acts import recording, standing_queries, withheld_numbers
from coalition.fields import InvalidForm
from coalition.imports import past_signatories, signatory_plan
from coalition.invitations import links
from coalition.jobs.worker import run_due
from coalition.memoranda import opening
from coalition.organisations.queries import by_slug
from coalition.signatures import raising
from coalition.signatures.forms import RaiseForm
from tests import factories
from tests.imports.tables import plan_of
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator
    from coalition.signatures.signing import Signed

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]

INCLUDED, OTHERS = 3, 6  # nine are listed and not named: not one more name fits beside a number of three


class Accession(NamedTuple):
    """A text that closed with three names withheld, and is open for accession since."""

    memorandum: Memorandum
    signed: Signed


@pytest.fixture
async def accession(store: str, ada_account: Coordinator) -> AsyncIterator[Accession]:
    assert store
    memorandum = await factories.opened(ada_account)
    signed = [await factories.signed(memorandum, await factories.organisation(f"hidden-{at}"), disclosure="counted") for at in range(INCLUDED)]
    for at in range(OTHERS):
        await factories.organisation(f"other-{at}")
    await opening.close(memorandum)
    with clock.shifted(timedelta(days=1)):
        await run_due()
        memorandum = await factories.reloaded(memorandum)
        assert memorandum.withheld_known == INCLUDED
        await opening.open_for_accession(memorandum)
        yield Accession(await factories.reloaded(memorandum), signed[0])


async def accede(accession: Accession, slug: str, disclosure: str, **more: str) -> Signed:
    organisation = await by_slug(slug)
    assert organisation
    return await factories.signed(accession.memorandum, organisation, kind="accession", disclosure=disclosure, **more)


async def ask(signed: Signed, level: str = "public", **more: str) -> None:
    opened = await factories.fresh(await links.follow(signed.manage_token))
    await raising.request_raise(opened, RaiseForm.parse({"disclosure": level, "typed_name": "Ben"} | more))


def _later(days: int = 40) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


async def named(accession: Accession) -> int:
    return len(await standing_queries.known(accession.memorandum.id).distinct())


async def test_a_name_that_acceded_unseen_is_not_shown_later(accession: Accession) -> None:
    signed = await accede(accession, "other-0", "counted")
    for level, more in (("public", {}), ("public_organisation", {}), ("sealed_until", {"release_on": _later()})):
        with pytest.raises(InvalidForm, match="number of withheld names"):
            await ask(signed, level, **more)
    await ask(signed, "described", description="A human rights group")


async def test_names_that_are_promised_count_as_known(accession: Accession) -> None:
    await factories.organisation("one-more")
    await accede(accession, "other-0", "sealed_until", release_on=_later())
    with pytest.raises(InvalidForm, match="number of withheld names"):
        await accede(accession, "other-1", "public")


async def test_a_name_that_the_number_includes_may_be_shown(accession: Accession) -> None:
    await ask(accession.signed)
    with clock.shifted(timedelta(days=4)):
        await run_due()
        assert await named(accession) == 1


async def test_a_name_that_would_single_out_others_by_then_stays_hidden(accession: Accession) -> None:
    await factories.organisation("one-more")
    await ask(await accede(accession, "other-0", "counted"))
    await accede(accession, "other-1", "public")
    with clock.shifted(timedelta(days=4)):
        await run_due()
        assert await named(accession) == 1


async def test_an_import_leaves_out_a_name_that_would_single_out_others(accession: Accession) -> None:
    table = b"organisation,kind,source,disclosure\nother-0,signature,Minutes,public\nother-1,signature,Minutes,counted\n"
    outcome = await past_signatories.record_signatories(accession.memorandum, await plan_of(accession.memorandum, table))
    assert (outcome.new, outcome.refused, await named(accession)) == (1, 1, 0)


async def test_the_preview_of_an_import_says_which_names_it_leaves_out(accession: Accession) -> None:
    await factories.organisation("one-more")
    table = "".join(f"{name},signature,Minutes,public\n" for name in ("other-0", "other-1", "other-2"))
    plan = await plan_of(accession.memorandum, f"organisation,kind,source,disclosure\n{table}".encode())
    assert [list(row.problems) for row in plan.rows] == [[], ["disclosure"], ["disclosure"]]
    outcome = await past_signatories.record_signatories(accession.memorandum, plan)
    assert (outcome.new, outcome.refused, await named(accession)) == (1, 2, 1)


async def _nothing(*_: object) -> None:
    return None


MUTATIONS = [
    (raising, "check_naming", _nothing, test_a_name_that_acceded_unseen_is_not_shown_later),
    (raising, "_may_be_named", lambda *_: _true(), test_a_name_that_would_single_out_others_by_then_stays_hidden),
    (recording, "check_naming", _nothing, test_names_that_are_promised_count_as_known),
    (signatory_plan, "check_naming", _nothing, test_the_preview_of_an_import_says_which_names_it_leaves_out),
]


async def _true() -> bool:
    return True


@pytest.mark.parametrize(("module", "name", "wrong", "story"), MUTATIONS)
async def test_each_rule_is_needed(accession: Accession, monkeypatch: pytest.MonkeyPatch, module, name, wrong, story) -> None:
    monkeypatch.setattr(module, name, wrong)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        await story(accession)


@pytest.mark.parametrize(
    ("right", "wrong", "story"),
    [
        ("known(memorandum.id, but=included)", "known(memorandum.id)", test_names_that_are_promised_count_as_known),
        ("if await standing_queries.has_row(included, organisation_id):", "if not included:", test_a_name_that_the_number_includes_may_be_shown),
    ],
)
async def test_each_part_of_the_rule_is_needed(accession: Accession, monkeypatch: pytest.MonkeyPatch, right, wrong, story) -> None:
    for module in (raising, recording):
        monkeypatch.setattr(module, "check_naming", mutated(withheld_numbers, right, wrong)["check_naming"])
    with pytest.raises((AssertionError, InvalidForm, pytest.fail.Exception)):
        await story(accession)
