"""The page linked from a letter to an organisation's domain; the button proves the domain, opening the page does not."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from coalition import database
from coalition.fields import InvalidForm
from coalition.invitations.errors import LinkUnknown
from coalition.languages import Message
from coalition.organisations import proving, queries
from coalition.organisations.proving import ProofExpired, ProofUnknown
from coalition.signing.signing_pages import language_switch, problem_context, signing_page
from coalition.web.errors import link_unknown, page_of_letter_expired
from coalition.web.forms import posted
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route

_NOT_TICKED = InvalidForm({"belongs": Message("Confirm that the domain belongs to the organisation.")})


@route("signing.proof.show")
async def show_proof(request: AnyRequest, language: NamedDependency[str], token: FromPath[str]) -> Response[bytes]:  # noqa: ARG001
    """Show the domain to confirm; nothing is recorded."""
    return await _page(request, token)


@route("signing.proof.create")
async def create_proof(request: AnyRequest, language: NamedDependency[str], token: FromPath[str]) -> Response[bytes]:
    """Record that the domain belongs to the organisation."""
    given = await posted(request)
    if not given.get("belongs"):
        return await _page(request, token, status=422, **problem_context(request, _NOT_TICKED))
    await proving.prove_by_letter(token)
    return redirect("signing.proof.show", lang=language, token=token)


def over(request: AnyRequest, error: ProofUnknown | ProofExpired) -> Response[bytes]:
    """Show that the link of a letter is unknown or has expired."""
    return page_of_letter_expired(request) if isinstance(error, ProofExpired) else link_unknown(request, LinkUnknown())


async def _page(request: AnyRequest, token: str, *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        proof, organisation = await proving.proof_of_letter(token)
        named = await queries.view_of(organisation)
    again = {"alternates": language_switch("signing.proof.show", token=token)} if request.method == "POST" else {}
    return signing_page(request, "domain_proof", status=status, proof=proof, organisation=named, token=token, **(again | context))
