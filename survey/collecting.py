"""Collecting goes on by itself: schedules are kept, messages sent, and what is over is erased."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from survey import mailing, retention, schedule
from survey.config import Config
from survey.store import House

TICK = 2.0
PURGE = timedelta(hours=1)
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
    purged: datetime | None = None
    while not stop.is_set():
        try:
            if purged is None or clock() - purged >= PURGE:
                purged = clock()
                retention.purge(house, config, purged)
            schedule.tick(house, config, clock())
            mailing.send_due(office)
        except Exception:
            log.exception("collecting failed; it is tried again")
        stop.wait(TICK)
