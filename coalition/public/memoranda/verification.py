"""How to verify a text without trusting this site."""

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.public.loading import public_memorandum
from coalition.public.memoranda.particulars import particulars
from coalition.published.as_markdown import bundle_file
from coalition.published.memorandum import public_view
from coalition.settings import load
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route


@route("public.verification.show")
async def show_verification(request: AnyRequest, language: NamedDependency[str], memorandum: FromPath[str]) -> Response[bytes]:
    """Show how to compute the digest from the file."""
    async with database.reading():
        public = await public_view(await public_memorandum(memorandum))
    name = f"{memorandum}.txt"
    file_address = load().base_url + url_for("public.memorandum_file.show", file=name)
    size = len(bundle_file(public)) if public.view.digest else 0
    facts = particulars(public, language) | {"name_of_file": name, "file_address": file_address, "size": size}
    return public_page(request, "public/verification/show.html", **facts)
