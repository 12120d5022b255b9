"""Holds what one run keeps: what was read from files and worked out of it or of what was asked, so that it is done once.

A process has a context from the start; a worker that is forked goes on with a copy of its parent's. Whoever begins another,
a server whose rules were changed or a test, shares nothing with the one before: a pack that changed on disk is read anew.
Nothing else in medcheck keeps anything in a module. Knows nothing of what is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, update_wrapper, wraps
from typing import Any, Generic, ParamSpec, TypeVar, cast

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class Context:
    """The answers that are kept, by the function that gave them: a bounded number for each, or the latest one only."""

    def __init__(self) -> None:
        self.answers: dict[Callable[..., Any], Callable[..., Any]] = {}
        self.latest: dict[Callable[..., Any], tuple[tuple[object, ...], Any]] = {}

    @contextmanager
    def current(self) -> Iterator[Context]:
        """Let whatever is asked inside the `with` block be kept here and nowhere else."""
        token = _CURRENT.set(self)
        try:
            yield self
        finally:
            _CURRENT.reset(token)


_OF_THE_PROCESS = Context()
_CURRENT: ContextVar[Context] = ContextVar("context", default=_OF_THE_PROCESS)


def keep(most: int | None = None) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """Return a decorator: the context keeps up to `most` answers of the function (None: all), by its arguments."""

    def decorate(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        @wraps(function)
        def ask(*arguments: Parameters.args, **named: Parameters.kwargs) -> Result:
            answers = _CURRENT.get().answers
            try:
                answer = answers[function]
            except KeyError:
                answer = answers[function] = lru_cache(most)(function)
            return cast(Result, answer(*arguments, **named))

        return ask

    return decorate


class KeepLatest(Generic[Parameters, Result]):
    """A decorator for large things: the context keeps what was made last, as long as the very same objects are given."""

    def __init__(self, make: Callable[Parameters, Result]) -> None:
        self._make = make
        update_wrapper(self, make)

    def __call__(self, *given: Parameters.args, **named: Parameters.kwargs) -> Result:
        """Return what was made last from these objects, or what is made now."""
        latest = _CURRENT.get().latest.get(self._make)
        if latest and all(old is new for old, new in zip(latest[0], given, strict=True)):
            return cast(Result, latest[1])
        made = self._make(*given, **named)
        self.keep(made, *given)
        return made

    def keep(self, made: Result, *given: object) -> None:
        """Keep what was made of these objects in place of what was made last."""
        _CURRENT.get().latest[self._make] = (given, made)
