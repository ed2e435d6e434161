"""The command ``tiewise``: parse, call, print. Slow libraries wait until they are needed."""

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from survey import cli_house, cli_report, cli_surveys, cli_waves, cli_wording
from survey.cli_options import AS_JSON, AS_SAID, FILE, FOLDER
from survey.cli_options import config_of as _config
from survey.cli_options import site_options as _site_options

if TYPE_CHECKING:
    from survey.config import Config
    from survey.pipeline import Options, PartnerFiles

AMOUNT = click.FloatRange(min=0)
AUDIENCE = click.Choice(["analyst", "manager"])
SEED = click.IntRange(min=0)
WORKERS = click.IntRange(min=1)
DAY = click.DateTime(["%Y-%m-%d"])
PORT = click.IntRange(1, 65535)
EXPORTS = (
    "graphml", "gexf", "pajek", "ucinet", "polinode", "csv", "json", "xlsx", "pptx", "html",
)  # fmt: skip


class Commands(click.Group):
    """Commands that end with 1 and an explanation, never a traceback, where a Problem is met."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            # Where the module was never loaded nobody can have raised its Problem.
            model = sys.modules.get("analysis.model")
            if model is None or not isinstance(error, model.Problem):
                raise
            from survey.telling import tell_problem

            tell_problem(error)
            ctx.exit(1)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "show_default": True},
    epilog="Begin with: tiewise demo",
)
@click.version_option(package_name="tiewise", prog_name="tiewise")
def main() -> None:
    """Who works with whom, what in it helps or hurts the work, how sure that is, what to do."""


@main.command(
    short_help="Findings, tables and a report from a roster and answers.",
    epilog="Example: tiewise analyse roster.xlsx answers.csv --out results",
)
@click.argument("roster", type=FILE)
@click.argument("answers", type=FILE)
@click.option("--out", type=FOLDER, required=True, help="Folder for the results.")
@click.option("--partners", type=FILE, help="List of partner firms.")
@click.option("--partner-ties", type=FILE, help="Who deals with which partner.")
@click.option("--before", type=FOLDER, help="Results of the last survey, to compare with.")
@click.option("--questions", default="", help="Questions to use, with commas. [default: all]")
@click.option("--min-value", type=AMOUNT, default=0.0, help="Weakest tie to count.")
@click.option("--policy", type=FILE, help="TOML file: mode, k, confidence.")
@click.option("--audience", type=AUDIENCE, default="analyst", help="Managers see no names.")
@click.option("--language", default="en", help="Language of report and findings.")
@click.option("--wording", type=FOLDER, help="Folder of sentences of your own.")
@click.option("--seed", type=SEED, default=1, help="For all that chance decides.")
@click.option("--workers", type=WORKERS, default=1, help="Processes at work.")
@click.option("--cluster", default="", help="Dask scheduler, as tcp://HOST:PORT.")
@click.option("--firm", default="", help="Name of the firm, for the cover.")
@click.option("--title", default="", help="Name of the survey, for the cover.")
@click.option("--date", "on", type=DAY, help="Day of the survey, for the cover.")
@click.option("--brand", type=FOLDER, help="Folder with brand.toml and a logo, for the papers.")
@click.option("--no-pdf", is_flag=True, help="Leave report.pdf out.")
@AS_JSON
def analyse(roster: Path, answers: Path, out: Path, as_json: bool, **given: Any) -> None:
    """Turn a ROSTER and ANSWERS (CSV, XLSX, XLS or ODS) into findings, tables and a report.

    Each file may have its columns in any order and any of the shipped languages; what was not
    taken as it stood is in problems.csv.
    """
    from dataclasses import replace

    from survey import earlier, pipeline, telling
    from survey.clusters import cluster

    on, scheduler, look = given.pop("on"), given.pop("cluster"), given.pop("brand")
    last = given.pop("before")
    firms = _partner_files(given.pop("partners"), given.pop("partner_ties"))
    cover = {"firm": given.pop("firm"), "title": given.pop("title"), "on": on and on.date()}
    job = pipeline.from_files(roster, answers, _options(**given), firms)
    job = replace(job, command=("tiewise", *sys.argv[1:]), **cover)
    job = pipeline.with_brand(job, look) if look else job
    job = earlier.with_folder(job, last, out) if last else job
    with cluster(scheduler) as executor, telling.progress("Analysing") as tell:
        results = pipeline.run(job, out, tell, executor)
    click.echo(telling.summary_json(job, out) if as_json else telling.summary(job, results, out))


def _partner_files(partners: Path | None, ties: Path | None) -> "PartnerFiles | None":
    """Both or neither: a list of partners says nothing without who deals with them."""
    from survey.pipeline import PartnerFiles

    if partners and ties:
        return PartnerFiles(partners, ties)
    if partners or ties:
        raise click.UsageError("Give both --partners and --partner-ties, or neither.")
    return None


def _options(
    questions: str, min_value: float, policy: Path | None, audience: Any, **rest: Any
) -> "Options":
    from analysis.privacy import Audience, Policy
    from analysis.settings import Settings
    from reports.own_words import files_of
    from survey.pipeline import Options
    from survey.policies import read_policy

    chosen = tuple(part.strip() for part in questions.split(",") if part.strip())
    numbers = {"seed": rest["seed"], "workers": rest["workers"], "min_value": min_value}
    return Options(
        settings=Settings(questions=chosen, **numbers),
        policy=read_policy(policy) if policy else Policy(),
        audience=Audience(audience),
        language=rest["language"],
        wording=files_of(rest["wording"], rest["language"]) if rest["wording"] else (),
        pdf=not rest["no_pdf"],
    )


@main.command(
    short_help="Recompute every figure of a folder of results.",
    epilog="Example: tiewise verify results",
)
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--show", metavar="ID", help="Say what stands behind a printed id, such as F1.2.")
@click.option("--report", type=FILE, help="Also hold this report against DIR.")
@click.option("--numbers", type=FILE, help="Its list of numbers, as `tiewise report` wrote it.")
@AS_JSON
def verify(
    folder: Path, show: str | None, report: Path | None, numbers: Path | None, as_json: bool
) -> None:
    """Recompute every figure in DIR from its inputs; name the first that differs.

    Every number in the text of its reports has to be accounted for. Ends with 1 if anything
    differs, or if the inputs are gone or have changed.
    """
    from survey import showing, telling
    from survey.verify import edition_of
    from survey.verify import verify as check

    if show:
        click.echo(telling.visible_lines(showing.show(folder, show)))
        return
    with telling.progress("Recomputing") as tell:
        verdict = check(folder, tell, edition_of(report, numbers))
    click.echo(telling.verdict_json(verdict) if as_json else telling.verdict(verdict, folder))
    if verdict.difference:
        sys.exit(1)


@main.group()
def roster() -> None:
    """Look after rosters."""


@roster.command(
    "check",
    short_help="Say which rows of a roster need mending.",
    epilog="Example: tiewise roster check people.xlsx",
)
@click.argument("file", type=FILE)
@AS_JSON
def check_roster(file: Path, as_json: bool) -> None:
    """Say how FILE was understood, and each row that needs mending: what, why, how.

    Ends with 1 if the roster can't be used as it is.
    """
    from survey import telling
    from survey.roster import read_roster

    reading = read_roster(file)
    click.echo(telling.reading_json(reading) if as_json else telling.reading(reading, file))
    if reading.fatal:
        sys.exit(1)


@main.command(
    short_help="A firm of 120 people to look at and to try.",
    epilog="Example: tiewise demo --out demo --serve",
)
@click.option("--out", type=FOLDER, default=Path("demo"), help="Folder for it.")
@click.option("--seed", type=SEED, default=1, help="Which firm.")
@click.option("--serve", "serving", is_flag=True, help="Then start a site with that firm on it.")
@click.option("--port", type=PORT, default=8000, help="Port of the site.")
def demo(out: Path, seed: int, serving: bool, port: int) -> None:
    """Make a firm of 120 people, its answers, findings and report; with --serve also a site."""
    from survey import demo as shown
    from survey import telling

    with telling.progress("Making the demo") as tell:
        made = shown.make(out, seed, tell)
    click.echo(shown.tell(made, serving))
    if serving:
        site = shown.prepare_site(made, port)
        from survey.app import serve as start

        _listen(start, site.config, shown.tell_site(site))


def _listen(start: "Callable[..., None]", config: "Config", said: str) -> None:
    """Serve until interrupted; say where once it can be reached, or that the address is taken."""
    from analysis.model import Problem

    try:
        start(config, partial(click.echo, said))
    except OSError as error:
        where, why = f"{config.host}:{config.port}", f"The system says: {error.strerror or error}."
        mend = "End what listens there, or use another --port."
        raise Problem("the site can't be started", where=where, why=why, mend=mend) from None


@main.command(
    short_help="Serve the web site.",
    epilog="Example: tiewise serve --instance /var/lib/tiewise --port 8080",
)
@_site_options
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=PORT, help="Port to listen on.")
@click.option("--base-url", help="Address that personal links begin with.")
def serve(file: Path | None, **given: Any) -> None:
    """Serve the site: the surveys for those who answer, the console for staff."""
    from survey.app import serve as start

    if given["port"] and not given["base_url"] and not given["host"]:
        given["base_url"] = f"http://127.0.0.1:{given['port']}"
    config = _config(file, **given)
    _listen(start, config, f"Tiewise is at {config.base_url}/console/ (Ctrl-C ends it)")


@main.command(
    short_help="Do what the site has queued.",
    epilog="Example: tiewise worker --instance /var/lib/tiewise",
)
@_site_options
def worker(file: Path | None, **given: Any) -> None:
    """Do the analyses that the site has queued, where the site doesn't do them itself."""
    from survey.worker import work

    config = _config(file, **given)
    click.echo(f"Working on what is queued in {config.instance} (Ctrl-C ends it)")
    work(config)


@main.command(short_help="Check this machine.", epilog="Example: tiewise doctor --json")
@_site_options
@AS_JSON
def doctor(file: Path | None, as_json: bool, **given: Any) -> None:
    """Check this machine: Python, libraries, fonts, spreadsheets, disk, database."""
    from secrets import token_urlsafe

    from survey.doctor import examine, tell

    # A key of its own, so that looking makes no folder.
    checks = examine(lambda: _config(file, **given, secret_key=token_urlsafe(48)))
    said = [{"name": c.name, "ok": c.ok, "said": c.said, "mend": c.mend} for c in checks]
    click.echo(json.dumps(said, ensure_ascii=False, indent=1) if as_json else tell(checks))
    if not all(check.ok for check in checks):
        sys.exit(1)


@main.command(
    short_help="Say which versions are at work.", epilog="Example: tiewise version --json"
)
@AS_JSON
def version(as_json: bool) -> None:
    """Say which versions of Tiewise, Python and the libraries are at work."""
    from survey.pipeline import versions

    found = versions()
    lines = (f"{name} {number}" for name, number in found.items())
    click.echo(json.dumps(found, indent=1) if as_json else "\n".join(lines))


@main.command(
    short_help="Test what the analysis claims on what is known.",
    epilog="Example: tiewise validate --quick --out validation",
)
@click.option("--out", type=FOLDER, default=Path("validation"), help="Folder for it.")
@click.option("--seed", type=SEED, default=1, help="For all that chance decides.")
@click.option("--quick", is_flag=True, help="About a minute: small numbers.")
@click.option("--only", default="", help="Parts to run, with commas. [default: all]")
@click.option("--workers", type=WORKERS, default=1, help="Processes at work.")
@click.option("--networks", type=FOLDER, help="Folder of networks with known values.")
@click.option("--planted", type=FOLDER, help="Folder of firms with known truth.")
@AS_JSON
def validate(as_json: bool, **given: Any) -> None:
    """Test how often claims come true, are false alarms, or miss what is there.

    Parts: calibration, alarms, power, effects, agreement, ranks. Ends with 1 if a bar is missed.
    """
    from survey import telling, validating

    wanted = validating.Wanted(**given)
    with telling.progress("Validating") as tell:
        found = validating.run(wanted, tell)
    say = validating.summary_json if as_json else validating.summary
    click.echo(say(found, wanted.out))
    if found.missed:
        sys.exit(1)


@main.command(
    short_help="Results for other programs: graphs, sheets, slides, one page.",
    epilog="Example: tiewise export results --format gexf --out network.gexf",
)
@click.argument("survey")
@click.option("--format", "form", type=click.Choice(EXPORTS), required=True, help="Which form.")
@click.option("--out", type=FILE, required=True, help="File to write.")
@click.option("--audience", type=AUDIENCE, help="Managers see no names. [default: as analysed]")
@click.option("--brand", type=FOLDER, help="Folder with brand.toml. [default: as analysed]")
@AS_SAID
@_site_options
@AS_JSON
def export(survey: str, form: str, out: Path, as_json: bool, **given: Any) -> None:
    """Write the results of SURVEY (client/survey, or a folder of `analyse`) in another form.

    What an audience may not see is not in the file; what the file holds is said.
    """
    from survey import exporting, telling

    with telling.progress("Exporting") as tell:
        open_site = partial(_config, given["file"], instance=given["instance"])
        job, results = exporting.found(survey, open_site, tell, given["language"] or "")
        job = exporting.for_audience(job, given["audience"] or "")
        job = exporting.branded(job, given["brand"])
        made = exporting.export(job, results, form)
    paths = exporting.write(made, out)
    facts = {"files": [str(path) for path in paths], "names": made.named, "holds": made.notice}
    lines = [*(f"Written: {path}" for path in paths), made.notice]
    click.echo(json.dumps(facts, ensure_ascii=False, indent=1) if as_json else "\n".join(lines))


for each in (
    *cli_surveys.COMMANDS,
    *cli_house.COMMANDS,
    *cli_report.COMMANDS,
    *cli_wording.COMMANDS,
):
    main.add_command(each)
for each in cli_waves.COMMANDS:
    cli_surveys.survey_group.add_command(each)
