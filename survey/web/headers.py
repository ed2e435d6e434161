"""What every answer carries so that browsers help to keep it safe."""

from flask import Flask, request
from flask.wrappers import Response

from survey.config import Config

CSP = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": CSP,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Robots-Tag": "noindex, nofollow",
}


def install(app: Flask, config: Config) -> None:
    """Put the headers on every answer of ``app``."""

    def add(response: Response) -> Response:
        response.headers.update(ALWAYS)
        if config.secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        kept = request.endpoint == "static"
        response.headers["Cache-Control"] = "public, max-age=3600" if kept else "no-store"
        return response

    app.after_request(add)
