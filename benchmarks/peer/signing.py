"""Signing by a form: everything in one transaction."""

import hashlib
import json
import secrets

from django import forms
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone

from benchmarks.peer.models import Act, Invitation, Job, Letter, Link, Notification, Publication, Signer, SigningSession

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class SignatureForm(forms.Form):
    kind = forms.ChoiceField(choices=[("signature", "I sign"), ("support", "I support")])
    representative_name = forms.CharField(max_length=300)
    representative_title = forms.CharField(max_length=300, required=False)
    disclosure = forms.ChoiceField(choices=[("public", "Names"), ("counted", "Count")])
    digest = forms.CharField(max_length=80)
    typed_name = forms.CharField(max_length=300)
    authority = forms.BooleanField()

    def clean(self) -> dict:
        """Compare the names."""
        given = super().clean()
        if given.get("typed_name", "").casefold() != given.get("representative_name", "").casefold():
            self.add_error("typed_name", "This is not the name given above.")
        return given


def hash_of(token: str) -> str:
    """Return the hash under which a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign(request: HttpRequest) -> HttpResponse:
    """Record a signature; 410 when the invitation was answered, 422 when the form does not fit."""
    token = request.COOKIES.get("signing", "")
    session = _session(token)
    form = SignatureForm(request.POST)
    if session is None:
        return HttpResponse(status=403)
    if not form.is_valid():
        return HttpResponse(form.errors.as_json(), status=422)
    with transaction.atomic():
        if not _record(session.link.invitation, form.cleaned_data, token):
            transaction.set_rollback(True)
            return HttpResponse(status=410)
    return redirect("receipt")


def _session(token: str) -> SigningSession | None:
    related = ("link__invitation__memorandum", "link__invitation__organisation", "link__invitation__contact")
    return SigningSession.objects.select_related(*related).filter(token_hash=hash_of(token), expires_at__gt=timezone.now()).first()


def _record(invitation: Invitation, given: dict, token: str) -> bool:
    now, memorandum = timezone.now(), invitation.memorandum
    free = Invitation.objects.filter(pk=invitation.pk, answered_at=None, revoked_at=None)
    is_open = memorandum.signing_state == "open" and memorandum.opens_on <= now.date() <= memorandum.closes_on
    if not is_open or given["digest"] != memorandum.editions.order_by("-number").first().digest or not free.update(answered_at=now):
        return False
    act = Act.objects.create(
        memorandum=memorandum,
        organisation=invitation.organisation,
        kind=given["kind"],
        digest=given["digest"],
        disclosure=given["disclosure"],
        reference="".join(secrets.choice(_ALPHABET) for _ in range(10)),
        acted=now.date(),
        recorded_at=now,
    )
    Signer.objects.create(act=act, name=given["representative_name"], title=given["representative_title"])
    kept = hashlib.sha256((settings.SECRET_KEY + token).encode()).hexdigest()
    Link.objects.create(invitation=invitation, purpose="manage", token_hash=hash_of(kept))
    _tell(invitation, act, kept)
    return True


def _tell(invitation: Invitation, act: Act, token: str) -> None:
    now, memorandum = act.recorded_at, invitation.memorandum
    last = Notification.objects.filter(year=now.year).order_by("-number").values_list("number", flat=True).first()
    Notification.objects.create(
        year=now.year,
        number=(last or 0) + 1,
        kind=act.kind,
        memorandum=memorandum.slug,
        organisation=invitation.organisation,
        happened_on=now.date(),
        issued_at=now,
    )
    Publication.objects.filter(pk=1).update(version=F("version") + 1)
    context = {"name": invitation.contact.name, "reference": act.reference, "link": f"http://127.0.0.1/signing/{token}"}
    letter = Letter.objects.create(
        address=invitation.contact.email,
        language=invitation.contact.language,
        subject=render_to_string("peer/receipt_subject.txt", context).strip(),
        text=render_to_string("peer/receipt.txt", context),
        message_id=secrets.token_hex(16),
        written_at=now,
    )
    Job.objects.create(kind="letter", payload=json.dumps({"letter": letter.pk}), dedupe_key=f"letter:{letter.pk}", run_at=now)
