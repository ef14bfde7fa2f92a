"""The parts on record were shown to the public, at forums of high risk those of conveners and co-organisers."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey, Varchar
from piccolo.table import Table

ID = "2026-11-28T14:51:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "shown parts on record"


class Organisation(Table, tablename="organisation"):
    pass


class Forum(Table, tablename="forum"):
    risk_profile = Varchar(10)


class ForumOrganisation(Table, tablename="forum_organisation"):
    forum = ForeignKey(Forum)
    organisation = ForeignKey(Organisation)
    role = Varchar(20)


class ShownPart(Table, tablename="shown_part"):
    forum = ForeignKey(Forum)
    organisation = ForeignKey(Organisation)


async def remember() -> None:
    """Write down what was shown before parts could be hidden."""
    columns = (ForumOrganisation.forum, ForumOrganisation.organisation, ForumOrganisation.role, ForumOrganisation.forum.risk_profile.as_alias("risk"))
    rows = await ForumOrganisation.select(*columns)
    shown = {(row["forum"], row["organisation"]) for row in rows if row["risk"] != "high" or row["role"] in {"convener", "co_organiser"}}
    pairs = [ShownPart(forum=forum, organisation=organisation) for forum, organisation in sorted(shown)]
    for start in range(0, len(pairs), 500):
        await ShownPart.insert(*pairs[start : start + 500])


async def nothing() -> None:
    """The table ends with its own migration."""


async def forwards() -> MigrationManager:
    """Fill the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(remember)
    manager.add_raw_backwards(nothing)
    return manager
