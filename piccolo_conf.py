"""What Piccolo's own commands and the migrations read."""

from piccolo.conf.apps import AppRegistry

from coalition import database, settings

DB = database.engine_from_url(settings.load().database_url)
APP_REGISTRY = AppRegistry(apps=["coalition.piccolo_app"])
