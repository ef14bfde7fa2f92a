"""The page of a memorandum."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from benchmarks.peer.models import Act, Memorandum, Notification, OrganisationName

LATEST, SHOWN = 12, 50  # notifications and signatories on a page, as many as ours of a short list
NAMES = Prefetch("organisation__names", OrganisationName.objects.order_by("id"), to_attr="all_names")


def ready(_request: HttpRequest, **_place: object) -> HttpResponse:
    """Say that the process lives."""
    return HttpResponse("alive\n", content_type="text/plain")


def memorandum(request: HttpRequest, slug: str) -> HttpResponse:
    """Show text, the first signatories in the order of their names, and the latest notifications, in six queries."""
    found = get_object_or_404(Memorandum, slug=slug)
    acts = (
        Act.objects.filter(memorandum=found)
        .exclude(kind="decline")
        .select_related("organisation", "signer")
        .prefetch_related(NAMES)
        .order_by("organisation__name_key")
    )
    told = Notification.objects.filter(memorandum=slug).select_related("organisation").prefetch_related(NAMES).order_by("-year", "-number")
    context = {
        "found": found,
        "edition": found.editions.last(),
        "acts": acts[:SHOWN],
        "number": acts.count(),
        "told": told[:LATEST],
        "today": timezone.now().date(),
    }
    return render(request, "peer/memorandum.html", context)
