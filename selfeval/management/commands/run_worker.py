"""`manage.py run_worker`: does what is queued, and what has to be done from time to time, until it is told to stop."""

import secrets
import signal
import time
from types import FrameType
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone
from django_tasks import task_backends
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker

from selfeval.jobs.alive import stay_alive
from selfeval.jobs.stopping import is_told_to_stop, tell_to_stop
from selfeval.jobs.tasks import tidy

_INTERVAL: Final = 2.0  # seconds between two looks into an empty queue
_TIDY_EVERY: Final = 10.0  # seconds; a batch whose worker died waits no longer than its lease and this


class _Worker(Worker):
    """Works off the queue; told to stop, it brings the document in hand to an end and gives the batch back."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        tell_to_stop()
        super().shutdown(signum, frame)


class Command(BaseCommand):
    """The background worker; as many as wanted, on as many machines as share the database."""

    help = "后台进程：生成批量导出的文件，清理过期的文件包；与网页服务一起启动。停止时做完手上这一份再停，下次接着做。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="做完排着的就结束，供定时任务使用。")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        worker = _worker()
        if worker is None:
            self.stdout.write("任务不排在数据库里（SELFEVAL_TASKS），这里只做定时清理。")
            for each in (signal.SIGINT, signal.SIGTERM):
                signal.signal(each, _stop)
        else:
            worker.configure_signals()
            stay_alive(worker.worker_id)
        tidied = float("-inf")
        while not is_told_to_stop():
            close_old_connections()
            if time.monotonic() - tidied >= _TIDY_EVERY:
                tidy(now=timezone.now())
                tidied = time.monotonic()
            if worker is not None:
                # Comes back once nothing is left in the queue.
                worker.run()
            if once:
                return
            if not is_told_to_stop():
                time.sleep(_INTERVAL)


def _worker() -> _Worker | None:
    """A worker for the queue in the database; None where the queue is somewhere else."""
    if not isinstance(task_backends["default"], DatabaseBackend):
        return None
    return _Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=secrets.token_hex(16),
        excluded_queue_names=[],
    )


def _stop(signum: int, frame: FrameType | None) -> None:
    tell_to_stop()
    raise SystemExit(0)
