"""What is handed out by other means than this site's mail: a sheet of links, printed cards."""

from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.wrappers import Response as Answer
from werkzeug.wrappers import Response

from survey import cards, letters, store
from survey.brand import brand_of
from survey.links import address
from survey.web import listing
from survey.web.here import site
from survey.web.manage import csv_file

blueprint = Blueprint("links", __name__, url_prefix="/console/c/<client>/<survey>")


@blueprint.get("/links")
def page(client: str, survey: str) -> str:
    """Links and cards, for whoever is not written to by this site."""
    asked = sum(store.counts(g.db, g.survey.id).values())
    chosen = store.collecting_of(g.db, g.survey.id)
    wording = letters.wording(g.db, g.survey, "invitation", chosen.language)
    text = letters.fill(wording, letters.facts_of(g.db, g.survey, chosen.language))
    return render_template(
        "links.html",
        asked=asked,
        letter=text,
        language=chosen.language,
        base_url=site().config.base_url,
    )


@blueprint.post("/links.csv")
def sheet(client: str, survey: str) -> Answer:
    """Everybody's personal link, as a file for a mail merge."""
    found = store.issue_links(g.db, g.survey.id, site().config.secret_key)
    base = site().config.base_url
    rows = [(k.person_id, k.name, k.email, address(base, k.token)) for k in found]
    return csv_file(("person_id", "name", "email", "url"), rows, f"{g.survey.slug}-links.csv")


@blueprint.post("/cards.pdf")
def cards_pdf(client: str, survey: str) -> Response | Answer:
    """A card a person: for everybody, or only for those without an e-mail address."""
    key = site().config.secret_key
    store.issue_links(g.db, g.survey.id, key)
    made = store.issue_cards(g.db, g.survey.id, key)
    if request.form.get("who") == "without":
        made = tuple(card for card in made if not card.person.email.strip())
    if not made:
        flash("Everybody has an e-mail address, so there are no such cards.")
        return redirect(url_for("links.page", client=client, survey=survey))
    entries = store.entries_of(g.db, g.survey.id)
    known = listing.options(entries)
    about = {entry.person.id: known[entry.id].about for entry in entries}
    chosen = store.collecting_of(g.db, g.survey.id)
    about_all = (g.survey.title, g.db.name, site().config.base_url, chosen.language)
    deck = cards.Deck(*about_all, brand_of(g.db))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "cards.pdf"
        cards.draw_cards(file, deck, made, about)
        answer = Answer(file.read_bytes(), mimetype="application/pdf")
    name = f"{g.survey.slug}-cards.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
