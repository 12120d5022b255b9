"""Runs worker processes on this machine, each with a time and a memory limit. This is the only door to pebble."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, TimeoutError, wait
from typing import Any

from pebble import ProcessExpired, ProcessPool

from medcheck.batch.worker import Outcome, WorkerTask, failed, refused, work
from medcheck.batch.worker_limits import limit_memory

_TASKS_A_WORKER = 500  # then a fresh process: what native code never gives back goes with the old one
_IN_FLIGHT = 3
# Seconds after which the wait is begun anew: a Ctrl-C that comes in the instant before a wait would be heard only after it.
_LOOK_UP = 0.5


def in_processes(tasks: Iterator[WorkerTask], *, workers: int, seconds: float, megabytes: int) -> Iterator[Outcome]:
    """Yield the outcome of every task as it is ready; one that dies, hangs or grows is refused and costs itself only."""
    with ProcessPool(workers, max_tasks=_TASKS_A_WORKER, initializer=_limit, initargs=(megabytes,)) as pool:
        waiting: dict[Future[Any], WorkerTask] = {}
        try:
            while True:
                while len(waiting) < workers * _IN_FLIGHT and (task := next(tasks, None)) is not None:
                    waiting[pool.schedule(work, args=(task,), timeout=seconds)] = task
                if not waiting:
                    break
                done, _ = wait(waiting, timeout=_LOOK_UP, return_when=FIRST_COMPLETED)
                for future in done:
                    yield _outcome(future, waiting.pop(future), seconds, megabytes)
        except BaseException:  # also when whoever reads stops, or Ctrl-C is pressed
            # Waited for here: leaving the pool closes it, and closing one that has not stopped yet lets its tasks end.
            pool.stop()  # type: ignore[no-untyped-call]  # pebble has no types here
            pool.join()
            raise


def _outcome(future: Future[Any], task: WorkerTask, seconds: float, megabytes: int) -> Outcome:
    try:
        outcome: Outcome = future.result()
    except TimeoutError:
        return refused(task, (f"评估超过 {seconds:g} 秒，已停止。核对文件内容，或用 --timeout 调高上限",))
    except ProcessExpired as error:
        return refused(task, (f"读取时进程中止（代码 {error.exitcode}），可能内存超过 {megabytes} MB。核对文件内容",))
    except MemoryError:
        return refused(task, (f"读取时内存超过 {megabytes} MB。核对文件内容，或用 --memory 调高上限",))
    except Exception as error:  # noqa: BLE001  # whatever it is, it costs this workbook and no other
        return failed(task, error)
    return outcome


def _limit(megabytes: int) -> None:
    """Prepare a worker: Ctrl-C is the parent's matter, and memory has an end where the system can hold one to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(megabytes)
