"""The same records as ours, with the same uniqueness and indices."""

import uuid

from django.db import models


class Organisation(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    country = models.CharField(max_length=2)
    name_key = models.CharField(max_length=400, db_index=True)
    created_at = models.DateTimeField()


class OrganisationName(models.Model):
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    language = models.CharField(max_length=35)
    name = models.CharField(max_length=300)
    is_primary = models.BooleanField(default=False)

    class Meta:
        unique_together = [("organisation", "language")]


class Contact(models.Model):
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=300)
    email = models.EmailField()
    language = models.CharField(max_length=35, default="en")


class Memorandum(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    forum_title = models.CharField(max_length=300)
    signing_state = models.CharField(max_length=20)
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    title = models.CharField(max_length=300)
    html = models.TextField()  # rendered when it was saved


class Edition(models.Model):
    memorandum = models.ForeignKey(Memorandum, models.CASCADE, related_name="editions")
    number = models.IntegerField()
    digest = models.CharField(max_length=80)


class Invitation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    memorandum = models.ForeignKey(Memorandum, models.PROTECT)
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True)
    digest = models.CharField(max_length=80)
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        unique_together = [("memorandum", "organisation")]


class Link(models.Model):
    invitation = models.ForeignKey(Invitation, models.CASCADE)
    purpose = models.CharField(max_length=10)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(null=True)


class SigningSession(models.Model):
    link = models.ForeignKey(Link, models.CASCADE)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)


class Act(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    memorandum = models.ForeignKey(Memorandum, models.PROTECT, db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=80)
    disclosure = models.CharField(max_length=30)
    reference = models.CharField(max_length=20, unique=True)
    acted = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["memorandum", "recorded_at"])]


class Signer(models.Model):
    act = models.OneToOneField(Act, models.CASCADE, related_name="signer")
    name = models.CharField(max_length=300)
    title = models.CharField(max_length=300)


class Notification(models.Model):
    year = models.IntegerField()
    number = models.IntegerField()
    kind = models.CharField(max_length=40)
    memorandum = models.CharField(max_length=80, db_index=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, to_field="slug")
    happened_on = models.DateField()
    issued_at = models.DateTimeField()

    class Meta:
        unique_together = [("year", "number")]


class Publication(models.Model):
    version = models.IntegerField(default=0)


class Letter(models.Model):
    address = models.EmailField()
    language = models.CharField(max_length=35)
    subject = models.TextField()
    text = models.TextField()
    message_id = models.CharField(max_length=200, unique=True)
    written_at = models.DateTimeField()


class Job(models.Model):
    kind = models.CharField(max_length=60)
    payload = models.TextField()
    dedupe_key = models.CharField(max_length=200, unique=True)
    run_at = models.DateTimeField(db_index=True)
