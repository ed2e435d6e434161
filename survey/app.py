"""The Flask application: settings in, blueprints on, one error handler; and how it is served."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask, jsonify, render_template, request
from flask.wrappers import Response
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

import templates
from analysis.model import Problem
from survey import config as settings
from survey import queues, store
from survey.config import Config
from survey.web import (
    actions,
    aims,
    beside,
    board,
    brand,
    clients,
    codes,
    editions,
    findings,
    firms,
    guards,
    handing_over,
    headers,
    invitations,
    kept_forms,
    links,
    manage,
    own_pages,
    passkeys,
    people,
    promises,
    questions,
    respond,
    results,
    rosters,
    schedule,
    second_factor,
    sign_in,
    single_sign_on,
    site,
    speaking,
    staff,
    waves,
    work,
)
from survey.web.here import EXTENSION, Site, at_home
from survey.web.typed import TypedRequest
from survey.worker import work as work_on

BLUEPRINTS = (
    site.blueprint,
    respond.blueprint,
    own_pages.blueprint,
    sign_in.blueprint,
    clients.blueprint,
    manage.blueprint,
    questions.blueprint,
    aims.blueprint,
    rosters.blueprint,
    firms.blueprint,
    results.blueprint,
    findings.blueprint,
    actions.blueprint,
    editions.blueprint,
    staff.blueprint,
    second_factor.blueprint,
    passkeys.blueprint,
    single_sign_on.blueprint,
    kept_forms.blueprint,
    brand.blueprint,
    waves.blueprint,
    handing_over.blueprint,
    people.blueprint,
    promises.blueprint,
    invitations.blueprint,
    links.blueprint,
    schedule.blueprint,
    board.blueprint,
    codes.blueprint,
    work.blueprint,
)
log = logging.getLogger("tiewise")


def _utc_now() -> datetime:
    return datetime.now(UTC)


def create_app(config: Config, clock: Callable[[], datetime] = _utc_now) -> Flask:
    """The site for these settings; refuses to be made insecurely."""
    config = settings.secured(config)
    app = Flask(
        __name__,
        template_folder=str(templates.path("pages")),
        static_folder=str(templates.path("static")),
    )
    app.request_class = TypedRequest
    app.config.update(_flask_settings(config))
    house = store.open_house(config.instance, config.database_url, config.queue_url)
    app.extensions[EXTENSION] = Site(config, house, clock)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["described"] = _described
    app.jinja_env.globals["said"] = beside.said
    app.jinja_env.globals["at_home"] = at_home
    app.context_processor(brand.branded)
    app.before_request(guards.check)
    CSRFProtect(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    headers.install(app, config)
    _install_errors(app)
    app.after_request(_log_request)
    if config.trust_proxy:
        # Flask's documented way to put a layer round the application; its types know methods only.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
    return app


def _flask_settings(config: Config) -> dict[str, object]:
    """Forms never run out of time: one filled in over lunch is as good as any."""
    return {
        "SECRET_KEY": config.secret_key,
        "TRUSTED_HOSTS": config.hosts,
        "MAX_CONTENT_LENGTH": config.upload_mb * 1024 * 1024,
        "SESSION_COOKIE_NAME": "tiewise_form",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.secure,
        "WTF_CSRF_TIME_LIMIT": None,
    }


def _described(field: Any, help: str) -> dict[str, str]:  # noqa: A002 - what templates call it
    """What ties a field to its help and its error for those who hear the page."""
    ids = [f"{field.id}-help"] if help else []
    ids += [f"{field.id}-wrong"] if field.errors else []
    marks = {"aria-describedby": " ".join(ids)} if ids else {}
    return marks | ({"aria-invalid": "true"} if field.errors else {})


def _install_errors(app: Flask) -> None:
    app.register_error_handler(Problem, _problem_page)
    app.register_error_handler(CSRFError, _send_again)
    app.register_error_handler(HTTPException, _http_page)
    app.register_error_handler(SecurityError, _strange_host)
    app.register_error_handler(Exception, _bug_page)


def _problem_page(problem: Problem) -> tuple[str, int]:
    """An error that its reader can act on."""
    if speaking.is_respondents(request.path):
        return speaking.error_page(400)
    return render_template("problem.html", problem=problem), 400


def _send_again(error: CSRFError) -> tuple[str | Response, int]:
    """The form is real but its proof is gone (cookies cleared): offer to send it once more."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return _http_page(error)
    if request.form.get("do") == "save":
        return jsonify(error="not saved"), 400
    kept = [(key, value) for key, value in request.form.items(multi=True) if key != "csrf_token"]
    kept = [] if "password" in request.form or "old" in request.form else kept
    if speaking.is_respondents(request.path):
        return render_template("respond_again.html", kept=kept, **speaking.words()), 400
    return render_template("send_again.html", kept=kept), 400


def _http_page(error: HTTPException) -> tuple[str | Response, int]:
    """Not found, too large, …: one page, in plain words. 403 does not exist."""
    code = 404 if error.code == 403 else error.code or 500
    if error.response is not None or code in (301, 302, 308):
        # Werkzeug's response is one to Flask, whose types don't say so.
        return error.get_response(), code  # type: ignore[return-value]
    if speaking.is_respondents(request.path):
        return speaking.error_page(code)
    return render_template("problem.html", problem=_explained(code)), code


def _strange_host(_error: SecurityError) -> tuple[str, int, dict[str, str]]:
    """Asked for under a name that is not ours: no page can be drawn, for no link can be made."""
    return "This site has another address.", 400, {"Content-Type": "text/plain; charset=utf-8"}


def _explained(code: int) -> Problem:
    home = "Check the address. If you came by a link in an e-mail, use the newest one."
    said = {
        404: Problem("There is no such page", mend=home),
        405: Problem("This cannot be done here", mend="Go back and use the buttons of the page."),
        413: Problem("The file is too large", mend="Save it without pictures, or as CSV."),
    }
    return said.get(code, Problem("This could not be done", mend="Go back and try again."))


def _bug_page(error: Exception) -> tuple[str, int]:
    """A mistake of ours: logged whole by rule, never with what the address or form held."""
    rule = request.url_rule.rule if request.url_rule else "-"
    log.error("failed: %s %s", request.method, rule, exc_info=error)
    if speaking.is_respondents(request.path):
        return speaking.error_page(500)
    problem = Problem(
        "Something went wrong on our side",
        why="It has been written down. Nothing that was saved is lost.",
        mend="Try again in a moment.",
    )
    return render_template("problem.html", problem=problem), 500


def _log_request(response: Response) -> Response:
    """The rule, never the address: addresses hold tokens and ids."""
    rule = request.url_rule.rule if request.url_rule else "-"
    log.info("%s %s %s", request.method, rule, response.status_code)
    return response


def serve(config: Config, ready: Callable[[], None] = lambda: None) -> None:
    """Serve the site until interrupted; with ``embedded_worker`` also do its analyses.

    ``ready`` is called once the site can be reached.
    """
    from waitress import create_server

    app = create_app(config)
    server = create_server(
        app, host=config.host, port=config.port, threads=config.threads, ident=None
    )
    site_: Site = app.extensions[EXTENSION]
    queues.release(queues.queue_of(site_.house))
    stop = threading.Event()
    working = threading.Thread(target=work_on, args=(site_.config, stop), name="worker")
    if config.embedded_worker:
        working.start()
    try:
        ready()
        server.run()
    finally:
        server.close()
        stop.set()
        if working.is_alive():
            working.join(timeout=30)
        site_.house.close()
