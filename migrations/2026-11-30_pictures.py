"""The picture of an article, its text for whoever does not see it, and whether a consent covers pictures."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, Bytea, ForeignKey, Integer, Serial, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-30T05:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "pictures"


class Article(Table, tablename="article"):
    id = Serial(primary_key=True)
    picture = Varchar(64, null=False, default="")
    picture_credit = Varchar(300, null=False, default="")
    picture_shows_nobody = Boolean(null=False, default=False)


class ArticleText(Table, tablename="article_text"):
    picture_text = Varchar(500, null=False, default="")


class Consent(Table, tablename="consent"):
    pictures = Boolean(null=False, default=False)


class Picture(Table, tablename="picture"):
    article = ForeignKey(Article, null=False, on_delete=OnDelete.cascade, index=True)
    digest = Varchar(64, null=False)
    bytes = Integer(null=False)
    width = Integer(null=False)
    height = Integer(null=False)
    small_width = Integer(null=False)
    small_height = Integer(null=False)
    content = Bytea(null=False)
    small = Bytea(null=False)


async def forwards() -> MigrationManager:
    """Add the table and the columns."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("Picture", tablename="picture")
    for table in (Article, ArticleText, Consent, Picture):
        for column in table._meta.non_default_columns:
            if column._meta.name == "id":
                continue
            manager.add_column(
                table_class_name=table.__name__,
                tablename=table._meta.tablename,
                column_name=column._meta.name,
                db_column_name=column._meta.db_column_name,
                column_class_name=type(column).__name__,
                column_class=type(column),
                params=column._meta.params,
            )
    return manager
