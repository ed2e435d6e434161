"""``tiewise report``: the report for the firm, for one unit's manager, or for one person."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import click

from survey.cli_options import AS_JSON, AS_SAID, FILE, FOLDER, config_of, site_options

AUDIENCE = click.Choice(["analyst", "manager"])
EDITIONS = click.Choice(["organisation", "unit", "person"])


@click.command(
    "report",
    short_help="The report for the firm, one unit or one person.",
    epilog="Example: tiewise report results --edition unit --unit Sales --out sales.pdf",
)
@click.argument("survey")
@click.option("--edition", type=EDITIONS, default="organisation", help="For whom.")
@click.option("--unit", default="", help="Name of the unit, for its manager's report.")
@click.option("--person", default="", help="Id of the person, for her own page.")
@click.option("--audience", type=AUDIENCE, help="Of the firm's report. [default: as analysed]")
@click.option("--wording", type=FOLDER, help="Folder of sentences of your own.")
@click.option("--brand", type=FOLDER, help="Folder with brand.toml. [default: as analysed]")
@AS_SAID
@click.option("--out", type=FILE, required=True, help="PDF to write.")
@click.option("--numbers", type=FILE, help="Also list every printed number, to verify it by.")
@site_options
@AS_JSON
def report(survey: str, out: Path, numbers: Path | None, as_json: bool, **given: Any) -> None:
    """Write the report on SURVEY (client/survey, or a folder of `analyse`) as a PDF.

    A unit's report is gated for its manager, a person's page holds her own answers only.
    """
    from survey import exporting, reporting, telling

    wanted = reporting.Wanted(given["edition"], given["unit"], given["person"])
    with telling.progress("Reporting") as tell:
        open_site = partial(config_of, given["file"], instance=given["instance"])
        job, results = exporting.found(survey, open_site, tell, given["language"] or "")
        job = exporting.for_audience(job, given["audience"] or "")
        job = reporting.worded(job, given["wording"])
        job = exporting.branded(job, given["brand"])
        made = reporting.report(job, results, wanted, out, numbers)
    facts = {"file": str(made.path), "names": made.named, "holds": made.notice}
    said = f"Written: {made.path}\n{made.notice}"
    click.echo(json.dumps(facts, ensure_ascii=False, indent=1) if as_json else said)


COMMANDS = (report,)
