"""The operations of the API about forums."""

from __future__ import annotations

from coalition.api.forms import Archiving, Paging, PartOfForum
from coalition.api.forums import models
from coalition.api.operation import Operation
from coalition.approvals.errors import NobodyToApprove
from coalition.forums.forms import ForumChange, ForumForm
from coalition.organisations.registering import SlugTaken

FORUM_OPERATIONS: dict[str, Operation] = {
    "api.forums.list": Operation("forums", "List forums", models.ForumPage, query=Paging),
    "api.forum.show": Operation("forums", "Show a forum", models.Forum, query=PartOfForum),
    "api.forum.create": Operation("forums", "Enter a forum", models.Forum, ForumForm, rules=(SlugTaken,)),
    "api.forum.update": Operation(
        "forums",
        "Amend a forum",
        models.Forum,
        ForumChange,
        rules=(NobodyToApprove,),
        asked=models.Forum,
        description="Lists that are given replace the old ones. That it is less careful waits until another coordinator approves it: the answer "
        "is 202, and everything else is saved.",
    ),
    "api.forum_archive.create": Operation(
        "forums",
        "Archive a forum, or take it back",
        models.Forum,
        Archiving,
        description="An archived forum leaves the lists and menus of the desk. What everybody reads stays as it is; so does the list here.",
    ),
}
