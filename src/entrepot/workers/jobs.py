"""Slow and scheduled jobs, run by procrastinate where a domain has some.

A domain declares a job in its `tasks.py` with `@app.task` of `procrastinate.contrib.django.app`, and starts it with `.defer()`
from a page or an event's listener. Where procrastinate is not among INSTALLED_APPS there are no jobs, and nothing runs.
"""

import asyncio
import contextlib
import logging
import threading
from typing import Any

from django.apps import apps

from entrepot.kit import clock

log = logging.getLogger(__name__)

_APP = "procrastinate.contrib.django"
#: Jobs at once. They read files and write rows; more would only wait for the same cores.
CONCURRENCY = 2
HEARTBEAT_SECONDS = 5.0
#: A worker that was not heard of for so long is dead, and its jobs are begun anew.
DEAD_SECONDS = 20.0


def are_used() -> bool:
    """Whether procrastinate is set up."""
    return apps.is_installed(_APP)


def run(stop: threading.Event) -> bool:
    """Run jobs until `stop` is set; what is running then gets a few seconds, and is begun anew by the next worker.

    Answers False: there is nothing more to do at once.
    """
    asyncio.run(_run(stop))
    return False


async def _run(stop: threading.Event) -> None:
    from procrastinate.contrib.django import app  # noqa: PLC0415  # importable only where it is installed

    connector: Any = app.connector  # Django's, whose connections are not for an event loop
    own = app.with_connector(connector.get_worker_connector())
    async with own.open_async():
        working = asyncio.create_task(
            own.run_worker_async(
                concurrency=CONCURRENCY,
                fetch_job_polling_interval=5.0,  # a new job is announced by NOTIFY; this is for what was missed
                install_signal_handlers=False,
                shutdown_graceful_timeout=8.0,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=DEAD_SECONDS,
            )
        )
        reviving = asyncio.create_task(_revive(own))
        while not stop.is_set() and not working.done():
            await asyncio.sleep(0.2)
        reviving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            if stop.is_set():
                working.cancel()
            await working


async def _revive(app: Any) -> None:
    """Begin anew, again and again, the jobs of workers that died: a job bears being repeated, as everything here does."""
    while True:
        try:
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_SECONDS):
                log.warning("job %s (%s) is begun anew: its worker died", job.id, job.task_name)
                await app.job_manager.retry_job(job, retry_at=clock.now())
        except Exception:
            log.exception("the jobs of dead workers could not be looked for")
        await asyncio.sleep(HEARTBEAT_SECONDS)
