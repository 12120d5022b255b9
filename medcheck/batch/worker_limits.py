"""Limits the memory and time of one application, in a worker process and at the command line alike."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from medcheck.errors import MedcheckError, Place, Problem

SECONDS, MEGABYTES = 60.0, 1024
_MEGABYTE = 1024 * 1024


class TooLong(BaseException):
    """The time of an application is over. No Exception: nothing on the way may take it for a fault of its own and go on."""


@contextmanager
def limited(file: str, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> Iterator[None]:
    """Hold what is done inside to a time of the processor and an amount of memory; raise MedcheckError beyond them."""
    try:
        with _memory(megabytes), _time(seconds):
            yield
    except MemoryError as error:
        raise _refused(file, f"读取时内存超过 {megabytes} MB，已停止") from error
    except TooLong as error:
        raise _refused(file, f"评估超过 {seconds:g} 秒，已停止") from error


def limit_memory(megabytes: int) -> tuple[int, int] | None:
    """Let this process grow by no more than that, where the system can hold it to it; return the limits it had."""
    with suppress(ImportError, ValueError, OSError):  # Windows has none; a lower one may stand already
        import resource

        before = resource.getrlimit(resource.RLIMIT_AS)
        limit = _address_space() + megabytes * _MEGABYTE
        if before[1] != resource.RLIM_INFINITY:
            limit = min(limit, before[1])
        resource.setrlimit(resource.RLIMIT_AS, (limit, before[1]))
        return before
    return None


@contextmanager
def _memory(megabytes: int) -> Iterator[None]:
    before = limit_memory(megabytes)
    try:
        yield
    finally:
        if before is not None:
            import resource

            resource.setrlimit(resource.RLIMIT_AS, before)


@contextmanager
def _time(seconds: float) -> Iterator[None]:
    """Interrupt what is inside after some seconds of the processor, where there is such a clock."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _over)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _over(number: int, frame: FrameType | None) -> None:
    raise TooLong


def _refused(file: str, text: str) -> MedcheckError:
    return MedcheckError([Problem(Place(file), text, "核对文件内容，删去无关的内容后重试")])


def _address_space() -> int:
    """Return how much address space this process holds now, in bytes."""
    try:
        with open("/proc/self/statm", encoding="ascii") as stream:
            import resource

            return int(stream.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 1024 * _MEGABYTE
