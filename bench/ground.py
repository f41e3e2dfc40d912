"""What the benchmarks share: a PostgreSQL of their own with real durability, a founded desk, medians, a table."""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def desk(**settings: str) -> Iterator[None]:
    """Make a fresh desk on a database of its own and forget it afterwards."""
    sys.path.insert(0, str(ROOT))
    from okno.core.postgres import Cluster

    with tempfile.TemporaryDirectory(prefix="okno-bench-") as folder:
        Path(folder).chmod(0o711)
        cluster = Cluster(Path(folder) / "postgres")
        try:
            os.environ |= {
                "DATABASE_URL": cluster.ensure(),
                "OKNO_VAR": str(Path(folder) / "var"),
                "OKNO_BASE_URL": "http://desk.test",
                "OKNO_DESK_ADDRESS": "support@desk.test",
                "OKNO_LOG_LEVEL": "ERROR",
                "DJANGO_SETTINGS_MODULE": "okno.config.settings",
                **settings,
            }
            import django

            django.setup()
            from django.core.management import call_command

            from okno.catalog.actions.found import found

            call_command("migrate", verbosity=0)
            found()
            yield
        finally:
            cluster.remove()


def by_workers(work: Callable[[], object], count: int = 2) -> tuple[float, float]:
    """Let processes work at once, as the workers of a desk do; returns the seconds, and those of their processors."""
    import multiprocessing
    import resource

    from django.db import connections

    def alone() -> None:
        work()
        connections.close_all()

    connections.close_all()
    connections["default"].close_pool()  # the children make one of their own
    processes = [multiprocessing.get_context("fork").Process(target=alone) for _ in range(count)]
    start, busy = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    took, then = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, then.ru_utime + then.ru_stime - busy.ru_utime - busy.ru_stime


def median_ms(work: Callable[[], object], *, times: int = 100, warm: int = 10) -> float:
    """Return the median time of the work in milliseconds."""
    for _ in range(warm):
        work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def table(title: str, rows: list[tuple[str, str, str]]) -> None:
    """Print what was measured beside what was promised."""
    print(f"\n{title}")
    width = max(len(row[0]) for row in rows) + 2
    print(f"  {'what':{width}}{'measured':>16}{'promised':>16}")
    for what, measured, promised in rows:
        print(f"  {what:{width}}{measured:>16}{promised:>16}")
