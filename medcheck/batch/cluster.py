"""Runs the same work on a Dask cluster. The only door to dask.distributed (extra `cluster`); nothing of it is home-made."""

from __future__ import annotations

from collections.abc import Iterator

from medcheck.batch.worker import Outcome, WorkerTask, refused, work
from medcheck.errors import MedcheckError, Place, Problem

_IN_FLIGHT = 4


def on_cluster(tasks: Iterator[WorkerTask], address: str) -> Iterator[Outcome]:
    """Yield the outcome of every task as the cluster has it; workbooks travel as bytes, case files and catalogue by path.

    Raises MedcheckError where the extra is not installed or no scheduler answers. A worker that dies is Dask's matter:
    the task is tried on another one, and refused when it takes several with it.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        problem = Problem(Place("--scheduler"), "没有安装集群所需的组件", "运行 pip install 'medcheck[cluster]' 后重试")
        raise MedcheckError([problem]) from error
    try:
        client = Client(address, timeout="10s", set_as_default=False)  # type: ignore[no-untyped-call]  # distributed has none here
    except (OSError, ValueError) as error:
        problem = Problem(Place("--scheduler"), f"连接不上集群 {address}", "核对地址，确认调度程序已启动")
        raise MedcheckError([problem]) from error
    with client:
        width = max(len(client.scheduler_info()["workers"]), 1) * _IN_FLIGHT
        waiting: dict[object, WorkerTask] = {}
        ready = as_completed(loop=client.loop)  # type: ignore[no-untyped-call]  # distributed has none here

        def submit() -> bool:
            task = next(tasks, None)
            if task is not None:
                sent = task._replace(content=task.job.path.read_bytes())
                future = client.submit(work, sent, pure=False)
                waiting[future] = task
                ready.add(future)  # type: ignore[no-untyped-call]  # distributed has none here
            return task is not None

        while len(waiting) < width and submit():
            pass
        for future in ready:
            task = waiting.pop(future)
            yield (
                future.result()
                if future.status == "finished"
                else refused(task, (f"集群未能完成：{future.exception()}",))
            )
            submit()
