"""Articles, their texts, what they are about, and the consent of the people in them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-30T01:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "articles"


class Organisation(Table, tablename="organisation"):
    id = Serial(primary_key=True)


class Forum(Table, tablename="forum"):
    id = Serial(primary_key=True)


class Memorandum(Table, tablename="memorandum"):
    id = Serial(primary_key=True)


class Article(Table, tablename="article"):
    id = Serial(primary_key=True)
    slug = Varchar(80, null=False, unique=True)
    kind = Varchar(10, null=False)
    state = Varchar(10, null=False, default="draft")
    dated = Varchar(10, null=False)
    place = Varchar(100, null=False, unique=True)
    source_name = Varchar(300, null=False, default="")
    source_url = Varchar(500, null=False, default="")
    nobody_recognisable = Boolean(null=False, default=False)
    published_on = Date(null=True, default=None)
    changed_on = Date(null=True, default=None)
    changes = Integer(null=False, default=0)
    created_at = Timestamptz(null=False)
    updated_at = Timestamptz(null=False)


class ArticleText(Table, tablename="article_text"):
    article = ForeignKey(Article, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    title = Varchar(300, null=False)
    summary = Text(null=False, default="")
    body = Text(null=False, default="")


class ArticleOrganisation(Table, tablename="article_organisation"):
    article = ForeignKey(Article, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)


class ArticleForum(Table, tablename="article_forum"):
    article = ForeignKey(Article, null=False, on_delete=OnDelete.cascade, index=True)
    forum = ForeignKey(Forum, null=False, on_delete=OnDelete.restrict, index=True)


class ArticleMemorandum(Table, tablename="article_memorandum"):
    article = ForeignKey(Article, null=False, on_delete=OnDelete.cascade, index=True)
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.restrict, index=True)


class Consent(Table, tablename="consent"):
    article = ForeignKey(Article, null=False, on_delete=OnDelete.cascade, index=True)
    key = Varchar(32, null=False, unique=True)
    label = Text(null=False, default="")
    means = Text(null=False, default="")
    purpose = Text(null=False, default="")
    agreed = Varchar(10, null=False)
    until = Date(null=True, default=None)
    taken_back_on = Date(null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the tables."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (Article, ArticleText, ArticleOrganisation, ArticleForum, ArticleMemorandum, Consent):
        name, stored = table.__name__, table._meta.tablename
        manager.add_table(name, tablename=stored)
        for column in table._meta.non_default_columns:
            if column._meta.name == "id":
                continue
            manager.add_column(
                table_class_name=name,
                tablename=stored,
                column_name=column._meta.name,
                db_column_name=column._meta.db_column_name,
                column_class_name=type(column).__name__,
                column_class=type(column),
                params=column._meta.params,
            )
    return manager
