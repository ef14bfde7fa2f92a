"""The form for signing on paper, for texts that can be signed or acceded to today."""

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.memoranda.actions import Action, Situation, is_possible
from coalition.memoranda.answering_queries import public_contacts
from coalition.public.loading import existing, public_memorandum
from coalition.public.memoranda.particulars import particulars
from coalition.public.site.site_files import contact
from coalition.published.memorandum import public_view
from coalition.published.paper_form import LABELS, language_beside, paper_form
from coalition.settings import load
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route


@route("public.paper.show")
async def show_paper_form(request: AnyRequest, language: NamedDependency[str], memorandum: FromPath[str]) -> Response[bytes]:
    """Show the form, to print and to fill in by hand; what nobody can sign today has none."""
    async with database.reading():
        row = await public_memorandum(memorandum)
        form = existing(paper_form(row) if is_possible(Action.SIGN_ON_PAPER, Situation(row)) else None)
        public, contacts = await public_view(row), await public_contacts(row.id)
    base = load().base_url
    addresses = {name: base + url_for(f"public.{name}.show", lang=language, memorandum=memorandum) for name in ("memorandum", "verification")}
    beside = language_beside(public.view.authentic_languages, language)
    shown = {"form": form, "words": LABELS, "beside": beside, "addresses": addresses, "contacts": contacts, "site": contact()}
    return public_page(request, "public/paper/show.html", **shown, **particulars(public, language))
