"""Models of forums in responses."""

from __future__ import annotations

from pydantic import Field

from coalition.answers import Answer
from coalition.api.models import Listed
from coalition.forums.tables import ForumRole, RiskProfile


class ForumPlace(Answer):
    """Where a forum met; city and country are empty where the place is withheld from the reader."""

    city: str
    country: str | None
    public: bool


class ForumText(Answer):
    """A forum's words in one language."""

    language: str
    title: str
    summary: str
    city: str


class ForumInList(Answer):
    """A forum; its dates are partial dates such as `2013-02`."""

    slug: str
    starts: str | None
    ends: str | None
    place: ForumPlace
    countries: list[str]
    risk_profile: RiskProfile | None = Field(description="Told to coordinators only, null for everybody else.")
    archived: bool | None = Field(
        description="Whether the desk leaves it out of its lists and menus. Told to coordinators only, null for everybody else."
    )
    texts: list[ForumText]


class ForumPage(Listed[ForumInList]):
    """A page of forums."""


class ForumPart(Answer):
    """The part of an organisation in a forum."""

    organisation: str
    role: ForumRole
    public: bool = Field(description="Whether everybody may know of it; without a token only such parts are listed.")


class Forum(ForumInList):
    """A forum with its programme and its organisations."""

    programme: str | None
    organisations: list[ForumPart] = Field(description="Of 200 organisations at most; `next` leads to the others.")
    next: str | None = Field(description="The cursor to give as `after` for the organisations that follow; null on the last page.")
