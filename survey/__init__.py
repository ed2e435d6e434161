"""Ask people, keep what they answer, and bring it to analysis and reports."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from survey.config import Config


def create_app(config: "Config | None" = None) -> "Flask":
    """The web site for these settings (from the environment if none are given)."""
    from survey.app import create_app as make
    from survey.config import load

    return make(config or load())
