"""Options that several commands take in the same way: how an application is to be assessed, and in which faces."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from medcheck.cli.pack_options import pack_option
from medcheck.errors import MedcheckError
from medcheck.limits import FIRST_YEAR, LAST_YEAR, is_near
from medcheck.report.faces import DEFAULT_FACES, FACES
from medcheck.verdict import STAGE_WORDS, Stage

_FACES = "、".join(f"{name}（{face.word}）" for name, face in FACES.items())
_STAGES = "、".join(f"{stage}（{word}）" for stage, word in STAGE_WORDS.items())


def _formats(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in value.split(",")) if value else ()
    wrong = [name for name in names if name not in FACES]
    if wrong:
        raise click.BadParameter(f"没有格式“{wrong[0]}”，可用的格式为 {'、'.join(FACES)}")
    return names


def _readings(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> Mapping[str, str]:
    return _pairs(value, "口径=选项，例如 three-months=next-day", "口径“{}”写了两次，只能选一个选项")


def _batch_readings(
    ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> tuple[Mapping[str, str], tuple[tuple[str, str], ...]]:
    """Return the readings of the reports, and the further options of one of them to compare with."""
    pairs = list(dict.fromkeys(_pair(text, "口径=选项，例如 three-months=next-day") for text in value))
    first: dict[str, str] = {}
    further: list[tuple[str, str]] = []
    for name, option in pairs:
        if name in first:
            further.append((name, option))
        else:
            first[name] = option
    if len(pairs) < len(value):
        raise click.BadParameter("同一口径的同一选项写了两次；对照时应写两个不同的选项")
    if len({name for name, _ in further}) > 1:
        raise click.BadParameter("一次只能对照一个口径；另一个口径请另行评估")
    return first, tuple(further)


def _lists(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> Mapping[str, Path]:
    pairs = _pairs(value, "清单=文件，例如 人员花名册=名册.csv", "清单“{}”写了两次，只能给一个文件")
    return {name: Path(file) for name, file in pairs.items()}


def _headings(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> Mapping[str, str]:
    columns = _pairs(value, "表头=列名，例如 人员性质=用工形式", "表头“{}”写了两次，只能是一列", last=True)
    if columns:
        from medcheck.intake.explained import require_columns

        try:
            require_columns(columns)
        except MedcheckError as error:
            raise click.BadParameter(
                "；".join(f"{problem.text}。{problem.mend}" for problem in error.problems)
            ) from error
    return columns


def _pairs(value: tuple[str, ...], shape: str, twice: str, *, last: bool = False) -> dict[str, str]:
    """Return `NAME=VALUE` options by name; raise BadParameter where one is of another shape or stands twice.

    They are divided at the first sign, or at the last one: a heading may hold any sign.
    """
    pairs = [_pair(text, shape, last=last) for text in value]
    names = [pair[0] for pair in pairs]
    if again := next((name for name in names if names.count(name) > 1), ""):
        raise click.BadParameter(twice.format(again))
    return dict(pairs)


def _pair(text: str, shape: str, *, last: bool = False) -> tuple[str, str]:
    """Return the two sides of `NAME=VALUE`; raise BadParameter where it is of another shape."""
    name, sign, value = text.rpartition("=") if last else text.partition("=")
    if not sign or (last and not (name.strip() and value.strip())):
        raise click.BadParameter(f"应写成 {shape}")
    return name, value


reading_option = click.option(
    "--reading",
    "readings",
    metavar="口径=选项",
    multiple=True,
    callback=_readings,
    help="改用另一解释口径，可多次使用",
)
batch_reading_option = click.option(
    "--reading",
    "readings",
    metavar="口径=选项",
    multiple=True,
    callback=_batch_readings,
    help="改用另一解释口径，可多次使用，只用于适用的申请；同一口径写两个选项的，报告按第一个，并列出改用另一个后结论不同的",
)
lists_option = click.option(
    "--list",
    "lists",
    metavar="清单=文件",
    multiple=True,
    callback=_lists,
    help="清单另存为 .csv 的，例如 人员花名册=名册.csv；可多次使用",
)
headings_option = click.option(
    "--heading",
    "headings",
    metavar="表头=列名",
    multiple=True,
    callback=_headings,
    help="说明清单中的表头是申请表的哪一列，例如 人员性质=用工形式；可多次使用",
)
formats_option = click.option(
    "--format",
    "formats",
    metavar="格式",
    callback=_formats,
    default="",
    help=f"{_FACES}，用逗号分隔；默认 {','.join(DEFAULT_FACES)}",
)
stage_option = click.option(
    "--stage", metavar="阶段", type=click.Choice([s.value for s in Stage]), default="precheck", help=_STAGES
)


def _day(ctx: click.Context, param: click.Parameter, value: datetime | None) -> datetime | None:
    if value is not None and not is_near(value.date()):
        raise click.BadParameter(f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间")
    return value


def day_of_option(
    name: str, help: str, *, required: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return an option that takes a day that an application, a case or a rule can mean."""
    return click.option(
        name, metavar="日期", type=click.DateTime(["%Y-%m-%d"]), callback=_day, help=help, required=required
    )


as_of_option = day_of_option("--as-of", help="评估日期；默认为案件文件所载日期或申请日期")
judged_by_option = pack_option("指定规则包；默认按所在地、申请日期和机构类型选择")
catalogue_option = click.option(
    "--catalogue",
    metavar="目录",
    type=click.Path(dir_okay=False, path_type=Path),
    help="医保药品目录（.xlsx 或 .csv），计算药店备药率",
)
