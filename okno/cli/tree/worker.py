"""The worker: procrastinate on connections of its own, with limits of time; jobs run in threads."""

import asyncio
import logging
import os
import signal
import time
from typing import Any
from zoneinfo import ZoneInfo

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection
from django.utils import timezone, translation
from procrastinate.contrib.django import app, utils
from procrastinate.psycopg_connector import PsycopgConnector

from okno.config import env
from okno.core import heartbeat, jobs, sweeps
from okno.people.provider import ours, zone_of

JOBS_AT_ONCE = 4
BEHIND = 5  # of twenty steps: where processors are short, whoever waits before a page goes before the jobs
GRACE_SECONDS = 8  # a job that runs at the stop may end; another worker takes what could not
POLL_SECONDS = 1.0  # what has a time of its own leaves then; where a notification was lost (REL-19)
OVER_TIME = 75  # exit status: a thread is stuck in a job that took too long (EX_TEMPFAIL of sysexits.h)
log = logging.getLogger("okno.worker")


class TooLong(Exception):
    """The job took longer than it may."""


def run() -> int:
    """Work until SIGTERM; returns the exit status."""
    os.nice(BEHIND)
    at_once = env.integer("OKNO_WORKER_JOBS", JOBS_AT_ONCE, at_least=1, at_most=32)
    # Threads of jobs, the thread of the periodic deferrer and the heart; never the twelve of a web process.
    settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"] = at_once + 3
    with heartbeat.beating("worker"):
        asyncio.run(_run(at_once))
    return 0


async def _run(at_once: int) -> None:
    """Work until a signal; a lost database is waited out, and a thread that is stuck ends this process."""
    watch = Watch()
    pause = 0.5
    while True:
        began = time.monotonic()
        await _work(at_once, watch)
        if watch.stuck:
            logging.shutdown()
            os._exit(OVER_TIME)  # an ordinary end would wait for the stuck thread as long as it likes
        if watch.told:
            return
        pause = 0.5 if time.monotonic() - began > 60 else min(pause * 2, 10)  # noqa: PLR2004 - a minute is steady
        log.warning("the worker lost the database; it goes on in %.1f s", pause)
        await sync_to_async(_close)()  # the connection of the thread that defers periodic jobs
        await asyncio.sleep(pause)


async def _work(at_once: int, watch: "Watch") -> None:
    connector = PsycopgConnector(
        kwargs=utils.connector_params("default") | {"application_name": "okno worker"}, min_size=1, max_size=3
    )
    try:
        async with app.with_connector(connector).open_async() as ours:
            working = asyncio.create_task(
                ours.run_worker_async(
                    name="okno",
                    concurrency=at_once,
                    delete_jobs="successful",
                    fetch_job_polling_interval=POLL_SECONDS,
                    stalled_worker_timeout=sweeps.STALLED_SECONDS,
                    shutdown_graceful_timeout=GRACE_SECONDS,
                    worker_middleware=[watch.limit],
                    install_signal_handlers=False,
                )
            )
            watch.end_by_signal(working)
            await working
    except asyncio.CancelledError:
        if not watch.told:
            raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the jobs go on
        log.warning("the worker stopped: %s", error)


def _close() -> None:
    connection.close()


def _voice() -> tuple[str, ZoneInfo]:
    """Return the language and the zone of the desk: what a job writes down is read there, whatever the terminal speaks."""
    try:
        return ours().language, zone_of("")
    finally:
        _close()


class Watch:
    """Why the work ends: told by a signal, or a thread stuck in a job beyond its limit of time."""

    def __init__(self) -> None:
        self.stuck = False
        self.told = False

    def end_by_signal(self, working: "asyncio.Task[None]") -> None:
        """Let SIGTERM and SIGINT end the work in order: no new job, the running ones may finish."""

        def end() -> None:
            self.told = True
            working.cancel()

        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, end)

    async def limit(self, call_next: Any, context: Any, worker: Any) -> Any:
        """Give up a job that takes too long; its thread cannot be ended, so the process is, after its other jobs."""
        name = context.job.task_name
        try:
            async with asyncio.timeout(jobs.limit_of(name)):
                desk_language, desk_zone = await sync_to_async(_voice)()
                with translation.override(desk_language), timezone.override(desk_zone):
                    return await call_next()
        except TimeoutError:
            log.error(  # noqa: TRY400 - the trace would show our own waiting
                "job %s (%s) took more than %d s", context.job.id, name, jobs.limit_of(name)
            )
            self.stuck = True
            worker.stop()
            raise TooLong(name) from None
