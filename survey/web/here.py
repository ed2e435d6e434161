"""What a page needs to know about the site that it is on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app

from survey.config import Config
from survey.store import House

EXTENSION = "tiewise"
STAFF_COOKIE = "tiewise_staff"
# Holds the ticket of somebody who is on the way in: second step, passkey, single sign-on.
WAY_COOKIE = "tiewise_way"


@dataclass(frozen=True, slots=True)
class Site:
    """The settings, the databases and the clock of one running site."""

    config: Config
    house: House
    clock: Callable[[], datetime]


def site() -> Site:
    """The site that answers this request."""
    found: Site = current_app.extensions[EXTENSION]
    return found


def house() -> House:
    """The databases."""
    return site().house


def at_home(when: datetime) -> datetime:
    """A moment in the time zone of the site."""
    return when.astimezone(ZoneInfo(site().config.timezone))


def now() -> datetime:
    """The time by the site's clock."""
    return site().clock()
