"""The steps of a memorandum: adoption, opening, publication, extension, closing, opening for accession, termination."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.params import FromPath

from coalition.desk.pages import checked, done, own_memorandum
from coalition.desk.workbench import refused_step
from coalition.fields import InvalidForm
from coalition.memoranda import extending, opening, terminating
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.forms import AdoptionForm, OpeningForm
from coalition.memoranda.rule_forms import ExtensionForm, TerminationForm
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


@route("desk.extension.create")
async def create_extension(request: Request[Any, Any, Any], memorandum: FromPath[str]) -> Response[bytes]:
    """Move its last day to a later one."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        await extending.extend(row, ExtensionForm.parse(given, ignore_unknown=True))
    except (InvalidForm, MemorandumRule) as problem:
        return await refused_step(request, row, given, problem)
    return done(request, "desk.memorandum.show", "extended", memorandum=row.slug)


@route("desk.accession_opening.create")
async def create_accession_opening(request: Request[Any, Any, Any], memorandum: FromPath[str]) -> Response[bytes]:
    """Let organisations join after the window has closed."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        await opening.open_for_accession(row)
    except MemorandumRule as broken:
        return await refused_step(request, row, given, broken)
    return done(request, "desk.memorandum.show", "accession_opened", memorandum=row.slug)


@route("desk.termination.create")
async def create_termination(request: Request[Any, Any, Any], memorandum: FromPath[str]) -> Response[bytes]:
    """End it."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        await terminating.terminate(row, TerminationForm.parse(given, ignore_unknown=True))
    except (InvalidForm, MemorandumRule) as problem:
        return await refused_step(request, row, given, problem)
    return done(request, "desk.memorandum.show", "terminated", memorandum=row.slug)
