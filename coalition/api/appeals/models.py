"""Answers about appeals."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from coalition.answers import Answer
from coalition.appeals.listed_appeals import AppealStage
from coalition.published.json_appeal import Appeal
from coalition.published.json_timeline import Addressee, TimelineEntry


class AppealInList(Answer):
    """An appeal as everybody reads it; the memorandum with the same address name has its text and its signatories."""

    slug: str
    titles: dict[str, str] = Field(description="Titles by language.")
    state: AppealStage
    appeal: Appeal
    outcome: TimelineEntry | None = Field(description="What became of it, once that is published.")


class AppealsPage(Answer):
    """A page of appeals."""

    items: list[AppealInList]
    next: str | None


class AppealShown(AppealInList):
    """An appeal with those of whom something is asked."""

    addressees: list[Addressee]


class AppealText(Answer):
    """A draft in one language."""

    language: str
    title: str
    body: str
    about: str
    asked: str


class NamedPerson(Answer):
    """A person whom an appeal names, and what they agreed to; `number` is their place in the list, which stays once the appeal is sent."""

    number: int
    names: dict[str, str] = Field(description="The name by language.")
    agreed: str
    means: str
    purpose: str
    until: date | None


class NamedPeople(Answer):
    """The people whom an appeal names now, in the order in which it names them."""

    items: list[NamedPerson]


class AppealLetter(Answer):
    """A letter as it would leave, to an organisation of its kind, and how many such letters there are."""

    language: str
    discreet: bool
    number: int
    subject: str
    text: str


class AppealToSend(Answer):
    """All that an appeal says and does once it is sent."""

    slug: str
    forum: str | None
    until: datetime | None
    time_zone: str
    texts: list[AppealText]
    addressees: list[Addressee]
    networks: list[str]
    named: int = Field(description="How many people it names.")
    risks: list[str] = Field(description="Why another coordinator has to agree; empty if nobody has to.")
    letters: list[AppealLetter]
    members: int = Field(description="How many organisations are invited.")
    members_without_contact: int
    seen: str


class AppealSending(Answer):
    """How it was sent: at once, after another coordinator was asked, or unchecked where there is no other coordinator."""

    made: Literal["at_once", "asked", "unchecked"]


class AppealLetters(Answer):
    """How far its letters are, and how many signed, named or not."""

    total: int
    sent: int
    came_back: int
    waiting: int
    signed: int
    asked: int
