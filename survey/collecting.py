"""Collecting goes on by itself: schedules are kept and messages sent while the site runs."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from survey import mailing, schedule
from survey.config import Config
from survey.store import House

TICK = 2.0
log = logging.getLogger("tiewise.collecting")


def collect(
    house: House,
    config: Config,
    stop: threading.Event,
    clock: Callable[[], datetime] = mailing.utc_now,
) -> None:
    """Keep to the schedules and send what is due until ``stop`` is set.

    It has a thread of its own, so that a long analysis keeps no reminder waiting.
    """
    office = mailing.Office(house, config, clock, stop.wait)
    while not stop.is_set():
        try:
            schedule.tick(house, config, clock())
            mailing.send_due(office)
        except Exception:
            log.exception("collecting failed; it is tried again")
        stop.wait(TICK)
