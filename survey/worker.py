"""The worker: what is queued is done, what was lost or died is seen, schedules and mail go on."""

import logging
import threading
from time import monotonic

from survey import queues, store
from survey.collecting import collect
from survey.config import Config
from survey.fates import DIED, failed, stopped
from survey.jobs import PATIENCE, Desk, desk, work_once

POLL = 0.5
SWEEP = 30.0
log = logging.getLogger("tiewise.jobs")


def work(config: Config, stop: threading.Event | None = None) -> None:
    """Do what is queued until ``stop`` is set (or for ever): the worker."""
    stop = stop or threading.Event()
    house = store.open_house(config.instance, config.database_url, config.queue_url)
    here = desk(house)
    collecting = threading.Thread(target=collect, args=(house, config, stop), name="collecting")
    collecting.start()
    try:
        _go_on(here, stop)
    finally:
        stop.set()
        collecting.join()
        queues.release(here.queue)
        house.close()


def _go_on(here: Desk, stop: threading.Event) -> None:
    """One job after the other; a database or a queue that is away for a while ends nothing."""
    swept = -SWEEP
    while not stop.is_set():
        try:
            if monotonic() - swept >= SWEEP:
                sweep(here)
                swept = monotonic()
            done = work_once(here)
        except Exception:
            log.exception("working failed; it is tried again")
            done = False
        if not done:
            stop.wait(POLL)


def sweep(here: Desk) -> None:
    """See to jobs whose worker died, and to queued ones that the queue has lost."""
    now = here.clock()
    for client in store.list_clients(here.house):
        db = store.open_client(here.house, client.slug)
        for job in store.stale_jobs(db, now, PATIENCE):
            dead = job.state == "stopping"
            store.update_job(db, stopped(job) if dead else failed(job, DIED), now)
        if not here.queue.pending_count():
            for job in store.queued_jobs(db):
                here.task(db.key, job.id)
