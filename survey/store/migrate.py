"""Bringing a database to the newest revision of its branch (``house`` or ``client``)."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from survey.store.postgres import enter

HERE = Path(__file__).parent / "migrations"


def settings(branch: str) -> Config:
    """Alembic's settings for one branch, without a file."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("version_locations", str(HERE / branch))
    config.set_main_option("path_separator", "newline")
    return config


def newest(branch: str) -> str:
    """The name of the newest revision."""
    return str(ScriptDirectory.from_config(settings(branch)).get_current_head())


def revision_of(engine: Engine) -> str:
    """The revision that a database stands at; empty if it has no tables."""
    with engine.connect() as connection:
        enter(connection)
        return str(MigrationContext.configure(connection).get_current_revision() or "")


def upgrade(engine: Engine, branch: str, target: str = "head") -> None:
    """Run whatever revisions are missing, up to ``target``."""
    if target == "head" and revision_of(engine) == newest(branch):
        return
    config = settings(branch)
    # Of two processes that begin at once the second waits, and finds everything done.
    with engine.execution_options(write=True).begin() as connection:
        enter(connection, make=True)
        config.attributes["connection"] = connection
        command.upgrade(config, target)
