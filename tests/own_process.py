"""A process of its own for a test that leaves the native library in a state no other test should meet."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

Given = ParamSpec("Given")


def own_process(test: Callable[Given, None]) -> Callable[Given, None]:
    """Return the test run in a copy of this process, which ends with it; where there is no fork it runs as it is."""

    @wraps(test)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> None:
        if not hasattr(os, "fork"):
            test(*args, **kwargs)
            return
        told, teller = os.pipe()
        child = os.fork()
        if child == 0:
            failure = b""
            try:
                test(*args, **kwargs)
            except BaseException:  # noqa: BLE001  # whatever it is, the parent tells it
                failure = traceback.format_exc().encode()
            os.write(teller, failure)
            os._exit(0)
        os.close(teller)
        with os.fdopen(told, "rb") as stream:
            failure = stream.read()
        _, status = os.waitpid(child, 0)
        assert not failure, failure.decode()
        assert status == 0, f"the process ended with {status}"

    return run
