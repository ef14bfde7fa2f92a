"""One table, one route, one row."""

import os

from litestar import Litestar, get
from piccolo.columns import Varchar
from piccolo.engine.sqlite import SQLiteEngine
from piccolo.table import Table


class Greeting(Table, db=SQLiteEngine(os.environ["BARE_DATABASE"])):
    text = Varchar()


@get("/", media_type="text/plain")
async def show() -> str:
    row = await Greeting.select(Greeting.text).first()
    return row["text"] if row else ""


app = Litestar([show])
