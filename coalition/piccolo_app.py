"""The one Piccolo app, for migrations: every table and the migrations folder."""

from piccolo.conf.apps import AppConfig

from coalition import resources
from coalition.tables import TABLES

APP_CONFIG = AppConfig(
    app_name="coalition",
    migrations_folder_path=str(resources.MIGRATIONS),
    table_classes=TABLES,
    migration_dependencies=[],
    commands=[],
)
