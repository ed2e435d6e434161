"""What several commands share: where the site's settings lie, facts as JSON, which survey."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from survey.config import Config
    from survey.store import Database, House, Survey

FOLDER = click.Path(path_type=Path)
FILE = click.Path(path_type=Path)
AS_SAID = click.option(
    "--language", help="Language. [default: as analysed; on a site as set for the client]"
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print facts as JSON.")


def site_options(command: Callable[..., None]) -> Callable[..., None]:
    """The settings that every command about a site shares."""
    options = (
        click.option("--config", "file", type=FILE, help="TOML file with settings."),
        click.option("--instance", type=FOLDER, help="Folder of databases and reports."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def config_of(file: Path | None, **given: Any) -> "Config":
    """The settings of the site; a Problem where its folder can't be had."""
    from analysis.model import Problem
    from survey import config

    try:
        return config.load(file, options=given)
    except OSError as error:
        why = f"The system says: {error.strerror or error}."
        mend = "Name a folder that you may write to with --instance."
        where = str(error.filename or "")
        raise Problem("the site has no folder", where=where, why=why, mend=mend) from None


@contextmanager
def found(name: str, config: "Config") -> Iterator[tuple["House", "Database", "Survey"]]:
    """The survey called ``client/survey``; Problem with those that there are if it is none."""
    from analysis.model import Problem
    from survey import store

    house = store.open_house(config.instance, config.database_url)
    try:
        client, _, slug = name.partition("/")
        known = [
            f"{c.slug}/{s.slug}"
            for c in store.list_clients(house)
            for s in store.list_surveys(store.open_client(house, c.slug))
        ]
        if name not in known:
            mend = f"There are: {', '.join(known)}." if known else "There is none here yet."
            where = str(config.instance)
            raise Problem(f"there is no survey {name}", where=where, mend=mend)
        db = store.open_client(house, client)
        survey = store.survey_by_slug(db, slug)
        if survey is not None:
            yield house, db, survey
    finally:
        house.close()
