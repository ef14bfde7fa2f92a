"""The steps of a memorandum: adoption, opening, closing, publication."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.params import FromPath

from coalition.desk.pages import checked, done, own_memorandum
from coalition.desk.workbench import refused_step
from coalition.fields import InvalidForm
from coalition.memoranda import opening
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.forms import AdoptionForm, OpeningForm
from coalition.signatures import superseding
from coalition.web.routing import route


@route("desk.adoption.create")
async def create_adoption(request: Request[Any, Any, Any], memorandum: FromPath[str]) -> Response[bytes]:
    """Adopt the text and fix it."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        await superseding.adopt_edition(row, AdoptionForm.parse(given, ignore_unknown=True))
    except (InvalidForm, MemorandumRule) as problem:
        return await refused_step(request, row, given, problem)
    return done(request, "desk.memorandum.show", "adopted", memorandum=row.slug)


@route("desk.opening.create")
async def create_opening(request: Request[Any, Any, Any], memorandum: FromPath[str]) -> Response[bytes]:
    """Open it for signature."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        await opening.open_for_signature(row, OpeningForm.parse(given, ignore_unknown=True))
    except (InvalidForm, MemorandumRule) as problem:
        return await refused_step(request, row, given, problem)
    return done(request, "desk.memorandum.show", "opened", memorandum=row.slug)


@route("desk.closing.create")
async def create_closing(request: Request[Any, Any, Any], memorandum: FromPath[str]) -> Response[bytes]:
    """Close it for signature."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        await opening.close(row)
    except MemorandumRule as broken:
        return await refused_step(request, row, given, broken)
    return done(request, "desk.memorandum.show", "closed", memorandum=row.slug)


@route("desk.publication.create")
async def create_publication(request: Request[Any, Any, Any], memorandum: FromPath[str]) -> Response[bytes]:
    """Let everybody read it."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        await opening.publish(row)
    except MemorandumRule as broken:
        return await refused_step(request, row, given, broken)
    return done(request, "desk.memorandum.show", "published", memorandum=row.slug)
