"""Locks the output folder of a batch, so that one process writes into it at a time. It knows nothing of what is written."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from medcheck.errors import MedcheckError, Place, Problem
from medcheck.shown import file_name


def lock(folder: Path) -> IO[str]:
    """Return the open lock file of a folder; closing it, or the end of the process, frees the folder again.

    Raises MedcheckError where another process holds it, and OSError where the file cannot be opened.
    """
    stream = (folder / ".medcheck" / "lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        stream.seek(0)
        holder = stream.read(100).strip()
        stream.close()
        text = f"另一次评估正在写入这个文件夹{f'（进程 {holder}）' if holder.isdigit() else ''}，没有写入"
        mend = "等它结束后再运行同一命令，会接着评估；或用 -o 换一个文件夹"
        raise MedcheckError([Problem(Place(file_name(folder)), text, mend)]) from error
    stream.seek(0)
    stream.truncate()
    stream.write(str(os.getpid()))
    stream.flush()
    return stream
