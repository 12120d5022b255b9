"""Options that name rule packs: `--rules`, folders of packs besides those shipped, and `--pack`, one pack by id or folder.

What they add stands in MEDCHECK_RULES until the command ends, so that worker processes find the same packs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from medcheck.errors import MedcheckError
from medcheck.pack_folders import PACK_FILE, add_folders, pack_places, rule_folders
from medcheck.shown import shown_name

_Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _rules(ctx: click.Context, param: click.Parameter, value: tuple[Path, ...]) -> None:
    if value:
        put_at_hand(value)


def _pack(ctx: click.Context, param: click.Parameter, value: str) -> str:
    return pack_id(value) if value else ""


def pack_id(value: str) -> str:
    """Return the id of a pack that is named by its id or by its folder; the folder is then at hand.

    A name without a separator is an id where a pack at hand has it. Raises BadParameter for a folder that is no pack.
    """
    folder = Path(value)
    is_path = len(folder.parts) > 1 or value.endswith(os.sep) or value in (os.curdir, os.pardir)
    if not is_path and (not (folder / PACK_FILE).is_file() or value in pack_places(rule_folders())):
        return value
    if not (folder / PACK_FILE).is_file():
        raise click.BadParameter(f"文件夹“{shown_name(value)}”不是规则包，其中没有 {PACK_FILE}")
    put_at_hand([folder])
    return folder.resolve().name


def put_at_hand(folders: Sequence[Path]) -> None:
    """Add folders of packs to those at hand; raise BadParameter for one in which there is none."""
    try:
        add_folders(folders)
    except MedcheckError as error:
        raise click.BadParameter("；".join(f"{problem.text}，{problem.mend}" for problem in error.problems)) from error


rules_option = click.option(
    "--rules",
    metavar="文件夹",
    multiple=True,
    is_eager=True,
    expose_value=False,
    callback=_rules,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="另外放有规则包的文件夹，可多次使用；也可用环境变量 MEDCHECK_RULES 指定",
)


def pack_option(help: str, *, default: str = "") -> _Decorator:
    """Return the option that names one pack, by its id or by its folder."""
    return click.option(
        "--pack",
        "pack",
        metavar="规则包",
        default=default,
        is_eager=True,
        callback=_pack,
        help=f"{help}（编号或文件夹）",
    )
