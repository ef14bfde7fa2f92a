"""The blocks of the wordings on record, read by version 1 of the rules for the last time, and the words of the corrections on record."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Integer, Serial, Text, Varchar
from piccolo.table import Table
from rules_1_blocks import Block, read

from coalition.text import blocks as present
from coalition.text.html import plain

ID = "2026-11-28T19:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "stored blocks on record"


class Wording(Table, tablename="wording"):
    id: Serial
    body = Text()


class Placement(Table, tablename="placement"):
    id: Serial
    wording = Integer()
    position = Integer()
    kind = Varchar(20)
    number = Text()
    label = Varchar(80)
    level = Integer()
    markdown = Text()
    lines = Text()
    rules = Integer()


class Correction(Table, tablename="correction"):
    id: Serial
    provision = Varchar(80)
    before = Text()
    after = Text()
    before_words = Text()
    after_words = Text()


async def store_blocks() -> None:
    """Read each wording once more, and store its blocks beside their provisions."""
    for row in await Wording.select(Wording.id).order_by(Wording.id):
        wording = await Wording.select(Wording.body).where(Wording.id == row["id"]).first()
        for position, (block, spans) in enumerate(read(wording["body"])):
            values = {
                Placement.kind: block.kind,
                Placement.number: block.number,
                Placement.label: block.label,
                Placement.level: block.level,
                Placement.markdown: block.markdown,
                Placement.lines: " ".join(f"{first}-{end}" for first, end in spans),
                Placement.rules: 1,
            }
            await Placement.update(values).where((Placement.wording == row["id"]) & (Placement.position == position))


async def store_words() -> None:
    """Store what people read of each correction: its words, or its Markdown if only that differs."""
    for row in await Correction.select():
        before, after = row["before"], row["after"]
        words = (before, after) if row["provision"] == "title" else (words_of(before), words_of(after))
        if words[0] == words[1]:
            words = (before, after)
        await Correction.update({Correction.before_words: words[0], Correction.after_words: words[1]}).where(Correction.id == row["id"])


def words_of(markdown: str) -> str:
    """Return a passage as plain words."""
    return plain([_shown(block) for block, _ in read(markdown)])


def _shown(block: Block) -> present.Block:
    return present.Block(present.BlockKind(block.kind), block.number, block.label, block.level, block.markdown, rules=1)


async def fill_in() -> None:
    """Fill in the columns."""
    await store_blocks()
    await store_words()


async def nothing() -> None:
    """The columns go with their own migration."""


async def forwards() -> MigrationManager:
    """Fill in the columns."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(fill_in)
    manager.add_raw_backwards(nothing)
    return manager
