"""The commands about a whole site: first account, clients, backups, settings."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from survey.cli_options import AS_JSON, FILE, config_of, site_options

if TYPE_CHECKING:
    from survey.store import House


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


@contextmanager
def opened(file: Path | None, **given: Any) -> Iterator["House"]:
    """The databases of the site, closed again afterwards."""
    from survey import store

    config = config_of(file, **given)
    house = store.open_house(config.instance, config.database_url)
    try:
        yield house
    finally:
        house.close()


def say(facts: dict[str, Any] | list[dict[str, Any]], words: str, as_json: bool) -> None:
    """Facts as JSON, or words."""
    click.echo(json.dumps(facts, ensure_ascii=False, indent=1) if as_json else words)


@click.command(
    short_help="Set a site up, and invite whoever runs it.",
    epilog="Example: tiewise init --instance /var/lib/tiewise --email ann@example.com",
)
@click.option("--email", required=True, help="Address of the first account.")
@click.option("--name", default="", help="Name on it. [default: the address]")
@site_options
@AS_JSON
def init(email: str, name: str, as_json: bool, file: Path | None, **given: Any) -> None:
    """Make the site's folder and print a link with which its operator chooses a password.

    The link is good once and for a week; run this again for a new one.
    """
    from survey import accounts, store

    config = config_of(file, **given)
    house = store.open_house(config.instance, config.database_url)
    invited = accounts.Invitation("", email, name or email, accounts.OPERATOR)
    link = f"{config.base_url}/console/welcome/{accounts.invite(house, invited, utc_now())}"
    house.close()
    say({"link": link}, f"Start the site, then open this link:\n  {link}", as_json)


@click.group("client")
def client_group() -> None:
    """Look after the clients of a site."""


@client_group.command(
    "add", short_help="Make a client.", epilog='Example: tiewise client add "Lindqvist & Co"'
)
@click.argument("name")
@click.option("--for", "email", default="", help="Account that becomes its consultant.")
@site_options
@AS_JSON
def add(name: str, email: str, as_json: bool, file: Path | None, **given: Any) -> None:
    """Make a client called NAME, with a database of its own."""
    from analysis.model import Problem
    from survey import store

    with opened(file, **given) as house:
        staff = store.staff_by_email(house, email) if email else None
        if email and staff is None:
            mend = "Make it with `tiewise init`, or invite them in the console."
            raise Problem(f"there is no account {email}", mend=mend)
        made = store.create_client(house, name, utc_now())
        if staff is not None:
            store.grant(house, staff.id, made.key, "consultant")
    say({"client": made.slug, "name": made.name}, f"{made.name}: {made.slug}", as_json)


@client_group.command(
    "list", short_help="The clients there are.", epilog="Example: tiewise client list --json"
)
@site_options
@AS_JSON
def list_(as_json: bool, file: Path | None, **given: Any) -> None:
    """Print each client, how many surveys it has and how many people have access."""
    from survey import store

    with opened(file, **given) as house:
        facts = [
            {
                "client": client.slug,
                "name": client.name,
                "surveys": len(store.list_surveys(store.open_client(house, client.slug))),
                "access": len(store.members_of(house, client.key)),
            }
            for client in store.list_clients(house)
        ]
    lines = [
        f"{f['client']}  {f['name']}  {f['surveys']} surveys, {f['access']} with access"
        for f in facts
    ]
    say(facts, "\n".join(lines) or "There is no client yet.", as_json)


@client_group.command(
    "export",
    short_help="Hand a client over in one file.",
    epilog="Example: tiewise client export lindqvist-co --out lindqvist.zip",
)
@click.argument("client")
@click.option("--out", type=FILE, required=True, help="File to write.")
@site_options
@AS_JSON
def export(client: str, out: Path, as_json: bool, file: Path | None, **given: Any) -> None:
    """Write everything of CLIENT into one file: surveys, rosters, answers, results.

    The file holds names and answers and is not encrypted; it holds no accounts and no keys.
    """
    from survey.store import moving

    with opened(file, **given) as house:
        moving.export_client(house, client, out, utc_now())
    say({"file": str(out)}, f"Written: {out}. It holds names and answers.", as_json)


@client_group.command(
    "import",
    short_help="Take in a client that was handed over.",
    epilog="Example: tiewise client import lindqvist.zip",
)
@click.argument("source", type=FILE, metavar="FILE")
@site_options
@AS_JSON
def import_(source: Path, as_json: bool, file: Path | None, **given: Any) -> None:
    """Take in the client in FILE, whole or not at all, after checking it."""
    from survey.store import moving

    with opened(file, **given) as house:
        made = moving.import_client(house, source, utc_now())
    words = f"{made.name}: {made.slug}. Nobody has access yet."
    say({"client": made.slug, "name": made.name}, words, as_json)


@client_group.command(
    "erase",
    short_help="Erase a client for good.",
    epilog='Example: tiewise client erase lindqvist-co --name "Lindqvist & Co"',
)
@click.argument("client")
@click.option("--name", required=True, help="The client's name, typed on purpose.")
@site_options
@AS_JSON
def erase(client: str, name: str, as_json: bool, file: Path | None, **given: Any) -> None:
    """Erase everything of CLIENT; it cannot be undone, and reaches no backups."""
    from analysis.model import Problem
    from survey import store
    from survey.store import moving

    with opened(file, **given) as house:
        known = {each.slug: each.name for each in store.list_clients(house)}
        if client in known and known[client] != name:
            mend = f"Write --name as it stands: {known[client]}"
            raise Problem("nothing was erased", why="The name is another one.", mend=mend)
        moving.erase_client(house, client)
    say({"erased": client}, f"{name} is erased.", as_json)


@click.command(
    short_help="Write the whole site into one file.",
    epilog="Example: tiewise backup --out /backup/monday.zip",
)
@click.option("--out", type=FILE, required=True, help="File to write.")
@site_options
@AS_JSON
def backup(out: Path, as_json: bool, file: Path | None, **given: Any) -> None:
    """Write everything into one file, while the site goes on.

    The secret key is not in it, so that a stolen backup opens nobody's link: keep a copy of
    INSTANCE/secret_key elsewhere, or links and authenticator apps are void after a restore.
    """
    from survey.store import moving

    with opened(file, **given) as house:
        clients = moving.backup(house, out, utc_now())
    words = f"Written: {out}, with {clients} clients. The secret key is not in it."
    say({"file": str(out), "clients": clients}, words, as_json)


@click.command(
    short_help="Put a backup into an empty folder.",
    epilog="Example: tiewise restore /backup/monday.zip --instance /var/lib/tiewise",
)
@click.argument("source", type=FILE, metavar="FILE")
@click.option("--instance", type=FILE, required=True, help="Empty folder for the site.")
@click.option(
    "--database-url",
    envvar="TIEWISE_DATABASE_URL",
    default="",
    help="Empty PostgreSQL for its tables. [default: SQLite in the folder]",
)
@AS_JSON
def restore(source: Path, instance: Path, database_url: str, as_json: bool) -> None:
    """Check the backup in FILE and put it into an empty folder; nothing is ever overwritten."""
    from survey.store import moving

    clients = moving.restore(source, instance, database_url)
    words = (
        f"Restored: {clients} clients in {instance}. Put the secret key there before you start it."
    )
    say({"instance": str(instance), "clients": clients}, words, as_json)


@click.command(
    short_help="Erase what is kept no longer.",
    epilog="Example: tiewise purge --dry-run",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be erased.")
@site_options
@AS_JSON
def purge(dry_run: bool, as_json: bool, file: Path | None, **given: Any) -> None:
    """Erase links of closed surveys, addresses after a month, answers after a year.

    The worker does the same by itself every hour. Reports stay.
    """
    from survey import retention

    with opened(file, **given) as house:
        config = config_of(file, **given)
        found = retention.purge(house, config, utc_now(), dry_run)
    facts: list[dict[str, Any]] = [{"survey": each.survey, "what": each.what} for each in found]
    done = "would be erased" if dry_run else "erased"
    lines = [f"{each.survey}: {each.what} {done}" for each in found]
    say(facts, "\n".join(lines) or "There is nothing to erase.", as_json)


@click.group("config")
def config_group() -> None:
    """Look at the settings of a site."""


@config_group.command(
    "show",
    short_help="Each setting, and where it comes from.",
    epilog="Example: tiewise config show --config tiewise.toml",
)
@site_options
@AS_JSON
def show(as_json: bool, file: Path | None, **given: Any) -> None:
    """Print each setting with its value and source; secrets only as set or not set."""
    from survey import config

    facts = [
        {"setting": key, "value": value, "source": source, "help": help_}
        for key, value, source, help_ in config.shown(file, options=given)
    ]
    lines = [f"{f['setting']} = {f['value']}  ({f['source']})\n    {f['help']}" for f in facts]
    say(facts, "\n".join(lines), as_json)


COMMANDS = (init, client_group, backup, restore, purge, config_group)
