"""A private link that reached somebody else: two presses tell the coordinators, and nothing is answered in the name of the organisation."""

from __future__ import annotations

import pytest

from coalition.invitations.link_sessions import session_opens
from coalition.invitations.tables import Invitation
from coalition.reported_mistakes import reporting
from coalition.reported_mistakes.tables import ReportedMistake
from coalition.signatures.forms import DeclineForm
from coalition.signatures.signing import decline
from coalition.signing.invitations import wrong_links
from tests.desk.conftest import send
from tests.mutants import mutated
from tests.signing.walking import a_case, acts, enter, words

pytestmark = pytest.mark.anyio

PAGE = "/en/signing/wrong-link"


async def two_presses_tell_the_coordinators(ben, ada, ada_account) -> None:
    """From the landing page: the second button, then the one on the page; the organisation can still sign with the same link."""
    case = await a_case(ada_account)
    assert 'name="to" value="wrong_link"' in (await ben.get(case.link)).text
    first = await ben.post(f"{case.link}/session", data={"to": "wrong_link"})
    assert (first.status_code, first.headers["location"]) == (303, PAGE)
    assert "You decline nothing in its name" in words((await ben.get(PAGE)).text)
    told = await ben.post(PAGE, data={"words": "We are the Osh office of another network.", "email": ""})
    assert (told.status_code, "Nothing was answered in the name of the organisation." in words(told.text)) == (200, True)
    [row] = await ReportedMistake.objects()
    assert (row.memorandum, row.organisation, row.mistake, row.email) == (case.memorandum.id, case.organisation.id, "wrong_link", "")
    [invitation] = await Invitation.objects()
    assert (await acts(), invitation.answered_at, invitation.revoked_at) == ([], None, None)
    page = words((await ada.get(f"/en/desk/mistakes/{row.id}")).text)
    assert "the link still works" in page
    assert "We are the Osh office of another network." in page
    assert (await send(ada, f"/en/desk/mistakes/{row.id}/answer", {"answer": ""})).status_code == 303

    await enter(ben, case)
    assert PAGE in (await ben.get("/en/signing")).text
    await ben.post("/en/signing/signature", data=case.signature)
    assert await acts() == ["signature"]
    assert (await ben.post(PAGE, data={"words": ""})).status_code != 200


async def test_two_presses_tell_the_coordinators(ben, ada, ada_account):
    await two_presses_tell_the_coordinators(ben, ada, ada_account)


@pytest.mark.sqlite_only
async def test_the_story_fails_on_a_build_that_declines(ben, ada, ada_account, monkeypatch):
    """Mutated build: the report is recorded as a decline too."""
    declining = "    opened = await session_opens(SESSION[0])\n    await decline(opened, DeclineForm(authority=True))\n    await _store("
    mutant = mutated(reporting, '    await _store(form.model_dump(mode="json") | about)', f'{declining}form.model_dump(mode="json") | about)')
    names = {"decline": decline, "DeclineForm": DeclineForm, "session_opens": session_opens, "SESSION": [""]}
    mutant["report_wrong_link"].__globals__.update(names)
    check = wrong_links.Limit.allows
    monkeypatch.setattr(wrong_links.Limit, "allows", lambda limit, origin: names["SESSION"].__setitem__(0, origin) or check(limit, origin))
    monkeypatch.setattr(wrong_links, "report_wrong_link", mutant["report_wrong_link"])
    with pytest.raises(AssertionError):
        await two_presses_tell_the_coordinators(ben, ada, ada_account)


async def test_nobody_without_a_session_is_shown_anything(cleo, ben, ada_account):
    case = await a_case(ada_account)
    assert (await cleo.get(PAGE)).status_code == 403
    await enter(ben, case)
    wrong = await ben.post(PAGE, data={"words": "Kept.", "email": "no address"})
    assert (wrong.status_code, "Kept." in wrong.text, await ReportedMistake.count()) == (422, True, 0)
