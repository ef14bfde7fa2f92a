"""Parties declare, reserve and object; what they stated stays, and what is hidden is nobody's business."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from coalition import clock
from coalition.acts.disclosure_levels import Level
from coalition.acts.errors import NotAParty
from coalition.acts.new_acts import NewAct
from coalition.acts.organisation_changes import change_organisation
from coalition.acts.recording import record_all
from coalition.acts.tables import ActKind, Channel, Disclosure
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.invitations import links
from coalition.memoranda.tables import Edition, Memorandum
from coalition.notices.queries import latest
from coalition.organisations.event_forms import EventForm
from coalition.organisations.queries import by_slug
from coalition.signatures.disclosing import hide
from coalition.signatures.erasing import erase_persons
from coalition.signatures.forms import WithdrawalForm
from coalition.signatures.withdrawing import withdraw
from coalition.statements import stating
from coalition.statements.errors import DeclarationsOnly, NoReservationStands, NoSuchProvision, NoSuchStatement, ReservationsExcluded
from coalition.statements.forms import RecordedStatementForm, StatementTranslationForm, StatementWithdrawalForm
from coalition.statements.queries import signers_of
from coalition.statements.translating import translate
from coalition.statements.views import with_objections
from coalition.statements.withdrawing_statements import record_withdrawal
from tests import factories
from tests.stated import all_statements, statements_of

pytestmark = pytest.mark.anyio


@pytest.fixture
async def memorandum(ada_account):
    return await factories.opened(ada_account)


async def party(memorandum, slug, **more):
    return await factories.signed(memorandum, await factories.organisation(slug, slug.title()), **more)


async def read(memorandum, at=None):
    """What everybody reads: kind, party, and whether it stands."""
    return [(stated.kind, stated.organisation.slug, stated.stands) for stated in with_objections(await statements_of(memorandum, at))]


async def notified(memorandum):
    return [(row.kind, row.organisation, row.detail) for row in await latest(memorandum=memorandum.slug) if row.kind.startswith("statement")]


def record(**given):
    return RecordedStatementForm.parse({"statement_kind": "reservation", "statement_language": "en", "statement_text": "No."} | given)


async def test_a_reservation_and_the_objection_to_it_are_told_and_stay_when_withdrawn(memorandum):
    alpha, beta = await party(memorandum, "alpha"), await party(memorandum, "beta")
    reservation = await factories.stated(memorandum, alpha, provision="2.1")
    objection = await factories.stated(memorandum, beta, "objection", objects_to=str(reservation.id))

    assert objection.provision == reservation.provision
    assert await read(memorandum) == [("reservation", "alpha", True), ("objection", "beta", True)]
    await factories.statement_withdrawn(alpha, reservation)
    assert await read(memorandum) == [("reservation", "alpha", False), ("objection", "beta", True)]
    assert await notified(memorandum) == [
        ("statement_withdrawn", "alpha", "reservation 1"),
        ("statement", "beta", "objection 2"),
        ("statement", "alpha", "reservation 1"),
    ]
    with pytest.raises(NoSuchStatement):
        await factories.statement_withdrawn(alpha, reservation)
    with pytest.raises(NoReservationStands):
        await factories.stated(memorandum, beta, "objection", objects_to=str(reservation.id))


async def test_nobody_withdraws_what_another_stated(memorandum):
    alpha, beta = await party(memorandum, "alpha"), await party(memorandum, "beta")
    reservation = await factories.stated(memorandum, alpha)
    with pytest.raises(NoSuchStatement):
        await factories.statement_withdrawn(beta, reservation)
    assert await read(memorandum) == [("reservation", "alpha", True)]


@pytest.mark.sqlite_only
async def test_only_what_fits_can_be_stated(memorandum):
    alpha, supporter = await party(memorandum, "alpha"), await party(memorandum, "gamma", kind="support")
    waiting = await party(memorandum, "delta", kind="ad_referendum")
    own = await factories.stated(memorandum, alpha)

    await factories.stated(memorandum, supporter, "declaration")
    with pytest.raises(DeclarationsOnly):
        await factories.stated(memorandum, supporter, "reservation")
    with pytest.raises(NotAParty):
        await factories.stated(memorandum, waiting, "declaration")
    for nothing in (own.id, uuid4()):
        with pytest.raises(NoReservationStands):
            await factories.stated(memorandum, alpha, "objection", objects_to=str(nothing))
    with pytest.raises(NoSuchProvision):
        await factories.stated(memorandum, alpha, statement_provision="elsewhere")
    with pytest.raises(InvalidForm, match="Choose the reservation to which the organisation objects"):
        await factories.stated(memorandum, alpha, "objection")
    await withdraw(await links.follow(alpha.manage_token), WithdrawalForm(typed_name="Ben"))
    with pytest.raises(NotAParty):
        await factories.stated(memorandum, alpha)


async def test_a_memorandum_may_exclude_reservations(ada_account):
    memorandum = await factories.opened(ada_account, reservations=False)
    alpha = await party(memorandum, "alpha")
    with pytest.raises(ReservationsExcluded):
        await factories.stated(memorandum, alpha)
    await factories.stated(memorandum, alpha, "declaration")
    assert await read(memorandum) == [("declaration", "alpha", True)]


async def test_of_a_party_that_is_not_named_only_coordinators_learn_it(memorandum):
    alpha, beta = await party(memorandum, "alpha", disclosure="counted"), await party(memorandum, "beta")
    reservation = await factories.stated(memorandum, alpha)

    assert (await read(memorandum), await notified(memorandum)) == ([], [])
    assert [(stated.organisation.slug, stated.named) for stated in await all_statements(memorandum.id)] == [("alpha", False)]
    with pytest.raises(NoReservationStands):
        await factories.stated(memorandum, beta, "objection", objects_to=str(reservation.id))
    await factories.disclosed(await links.follow(alpha.manage_token), Level(Disclosure.PUBLIC))
    assert await read(memorandum) == [("reservation", "alpha", True)]
    assert await notified(memorandum) == []


async def test_hiding_takes_a_reservation_away_on_every_day_and_the_objections_to_it(memorandum):
    with clock.shifted(timedelta(days=1)):
        alpha, beta = await party(memorandum, "alpha"), await party(memorandum, "beta")
        reservation = await factories.stated(memorandum, alpha, provision="1")
        objection = await factories.stated(memorandum, beta, "objection", objects_to=str(reservation.id))
        made = clock.today()
    with clock.shifted(timedelta(days=5)):
        before = await read(memorandum, made)
        await hide(memorandum, alpha.act.organisation)
        assert (len(before), await read(memorandum), await read(memorandum, made)) == (2, [], [])
        known = len(await notified(memorandum))
        await factories.statement_withdrawn(beta, objection)
        assert len(await notified(memorandum)) == known


async def test_a_past_day_shows_what_was_stated_and_withdrawn_by_then(memorandum):
    alpha = await party(memorandum, "alpha")
    with clock.shifted(timedelta(days=3)):
        made = clock.today()
        reservation = await factories.stated(memorandum, alpha)
    with clock.shifted(timedelta(days=6)):
        await factories.statement_withdrawn(alpha, reservation)
    with clock.shifted(timedelta(days=9)):
        left = made + timedelta(days=3)
        days = (made - timedelta(days=1), made, left - timedelta(days=1), left)
        assert [await read(memorandum, day) for day in days] == [
            [],
            [("reservation", "alpha", True)],
            [("reservation", "alpha", True)],
            [("reservation", "alpha", False)],
        ]


async def test_a_statement_ends_with_the_act_of_its_party(memorandum):
    alpha = await party(memorandum, "alpha")
    await factories.stated(memorandum, alpha)
    await withdraw(await links.follow(alpha.manage_token), WithdrawalForm(typed_name="Ben"))
    (stated,) = await statements_of(memorandum)
    assert (stated.stands, stated.withdrawn, stated.ended.kind) == (False, None, "withdrawal")


async def test_a_quiet_withdrawal_leaves_no_statement(memorandum):
    alpha = await party(memorandum, "alpha")
    await factories.stated(memorandum, alpha)
    await withdraw(await links.follow(alpha.manage_token), WithdrawalForm(typed_name="Ben", quiet=True))
    assert await read(memorandum) == []


async def test_history_is_recorded_with_the_dates_that_are_known(memorandum):
    await Memorandum.update({Memorandum.historical: True, Memorandum.opens_on: date(2012, 1, 1)}).where(Memorandum.id == memorandum.id)
    await Edition.update({Edition.adopted: "2012"}).where(Edition.memorandum == memorandum.id)
    memorandum = await factories.reloaded(memorandum)
    past = {"memorandum": memorandum, "kind": ActKind.SIGNATURE, "level": Level(Disclosure.PUBLIC), "channel": Channel.HISTORICAL}
    for slug in ("alpha", "beta"):
        organisation = await factories.organisation(slug)
        async with transaction():
            await record_all([NewAct(organisation=organisation.id, acted="2012-05", **past)])

    reservation = await stating.record_statement(memorandum, record(organisation="alpha", made="2013-02"))
    await stating.record_statement(memorandum, record(organisation="beta", statement_kind="objection", objects_to=str(reservation.id), made="2014"))
    await stating.record_statement(memorandum, record(organisation="beta", statement_kind="declaration"))
    await record_withdrawal(memorandum, reservation.id, StatementWithdrawalForm.parse({"withdrawn": "2015-07-01"}))

    assert await notified(memorandum) == []
    assert await read(memorandum, date(2013, 2, 27)) == [("declaration", "beta", True)]
    assert await read(memorandum, date(2014, 12, 31)) == [("reservation", "alpha", True), ("objection", "beta", True), ("declaration", "beta", True)]
    assert await read(memorandum, date(2015, 7, 1)) == [("reservation", "alpha", False), ("objection", "beta", True), ("declaration", "beta", True)]
    with pytest.raises(NoReservationStands):
        await stating.record_statement(
            memorandum, record(organisation="beta", statement_kind="objection", objects_to=str(reservation.id), made="2016")
        )


@pytest.mark.sqlite_only
async def test_what_cannot_have_happened_is_not_recorded(memorandum):
    await party(memorandum, "alpha")
    await factories.organisation("stranger")
    made = await stating.record_statement(memorandum, record(organisation="alpha", made=clock.today().isoformat()))
    for given, field in (
        ({"organisation": "stranger"}, "organisation"),
        ({"organisation": "nobody"}, "organisation"),
        ({"organisation": "alpha", "made": str(clock.today().year + 1)}, "made"),
    ):
        with pytest.raises(InvalidForm) as refused:
            await stating.record_statement(memorandum, record(**given))
        assert list(refused.value.problems) == [field]
    with pytest.raises(InvalidForm):
        await record_withdrawal(memorandum, made.id, StatementWithdrawalForm.parse({"withdrawn": "2013"}))


async def test_a_translation_is_kept_beside_the_words_that_count(memorandum):
    alpha = await party(memorandum, "alpha")
    made = await factories.stated(memorandum, alpha, text="Не связана.\n\nСовсем.", statement_language="ru")
    for text in ("Not bound.", "Not bound.\n\nAt all."):
        await translate(memorandum, made.id, StatementTranslationForm(language="en", text=text))
    with pytest.raises(InvalidForm):
        await translate(memorandum, made.id, StatementTranslationForm(language="ru", text="Иначе."))
    (row,) = await statements_of(memorandum)
    assert (row.paragraphs, row.translated("en"), row.translated("ru")) == (["Не связана.", "Совсем."], ("en", ["Not bound.", "At all."]), None)
    assert row.translated("nb") == ("en", ["Not bound.", "At all."])


async def test_a_statement_received_after_the_signature_says_so_under_the_name_of_its_day(memorandum):
    alpha = await party(memorandum, "alpha")
    await factories.stated(memorandum, alpha, "declaration", "With it.")
    with clock.shifted(timedelta(days=3)):
        made = clock.today()
        await factories.stated(memorandum, alpha, text="Late.")
        given = record(organisation="alpha", made=(made - timedelta(days=3)).isoformat(), received=made.isoformat(), statement_text="By letter.")
        await stating.record_statement(memorandum, given)
    with clock.shifted(timedelta(days=5)):
        row = await by_slug("alpha")
        names = [{"language": "en", "name": "Alpha Renewed", "primary": True}]
        await change_organisation(
            row, EventForm.parse({"kind": "renamed", "happened": clock.today().isoformat(), "names": names, "source": "Letter."})
        )
        statements = {stated.text: stated for stated in await statements_of(memorandum)}
        assert [(text, stated.late) for text, stated in statements.items()] == [
            ("With it.", None),
            ("Late.", "signature"),
            ("By letter.", "signature"),
        ]
        assert {stated.then.primary.name for stated in statements.values()} == {"Alpha"}
        present, late = statements["Late."].remarks
        assert present.text("en") == "Present name: Alpha Renewed."
        assert late.text("en").startswith("Received on ")
        assert late.text("en").endswith(", after the signature.")
        assert set(await read(memorandum, made - timedelta(days=1))) == {("declaration", "alpha", True)}  # on record from its receipt


async def test_of_a_part_that_is_withdrawn_both_texts_stay(memorandum):
    alpha, hidden = await party(memorandum, "alpha"), await party(memorandum, "hidden", disclosure="counted")
    reservation = await factories.stated(memorandum, alpha, text="Not bound by 1 and 2.")
    await translate(memorandum, reservation.id, StatementTranslationForm(language="ru", text="Не связана 1 и 2."))
    secret = await factories.stated(memorandum, hidden)
    with clock.shifted(timedelta(days=2)):
        day = clock.today()
        await factories.statement_withdrawn(alpha, reservation, remaining_text="Not bound by 1.")
        with pytest.raises(InvalidForm) as refused:
            await factories.statement_withdrawn(alpha, reservation, remaining_text="Not bound by 1.")
        assert set(refused.value.problems) == {"remaining_text"}
        await factories.statement_withdrawn(hidden, secret, remaining_text="Half.")
        (now,), (before,) = await statements_of(memorandum), await statements_of(memorandum, day - timedelta(days=1))
        assert (now.text, [earlier.text for earlier in now.earlier], now.stands, now.translated("ru")) == (
            "Not bound by 1.",
            ["Not bound by 1 and 2."],
            True,
            None,
        )
        assert (before.text, before.earlier, before.number) == ("Not bound by 1 and 2.", (), now.number)
        assert await notified(memorandum) == [("statement_withdrawn", "alpha", "reservation 1 part"), ("statement", "alpha", "reservation 1")]


@pytest.mark.sqlite_only
async def test_who_made_a_statement_is_kept_for_coordinators_and_can_be_erased(memorandum):
    alpha = await party(memorandum, "alpha")
    made = await factories.stated(memorandum, alpha)
    await factories.statement_withdrawn(alpha, made)
    assert await signers_of(made.id) == [("made", "Ben"), ("withdrawn", "Ben")]
    await erase_persons(memorandum, alpha.act.organisation)
    assert await signers_of(made.id) == []
    assert await read(memorandum) == [("reservation", "alpha", False)]
