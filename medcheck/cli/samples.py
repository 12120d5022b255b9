"""`medcheck samples`: write realistic sample applications with planted defects and a ledger of them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from medcheck.cli.base import Command, say
from medcheck.cli.chinese_names import kind_name
from medcheck.cli.pack_options import rules_option
from medcheck.cli.paths import UserPath
from medcheck.errors import MedcheckError, Place, Problem, suggest

_FORMS = ("clinic", "hospital", "pharmacy")
_LEVELS = ("hospital-1", "hospital-2", "hospital-3")
_STORES = ("pharmacy-single", "pharmacy-rural", "pharmacy-chain")
_KNOWN = (*_FORMS, *_LEVELS, *_STORES)


def _kinds(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    names = tuple(kind_name(name.strip()) for name in value.split(",") if name.strip())
    if wrong := [name for name in names if name not in _KNOWN]:
        raise click.BadParameter(f"没有类别“{wrong[0]}”{suggest(wrong[0], _KNOWN)}，可用的类别为 {'、'.join(_KNOWN)}")
    return names


def _mix(ctx: click.Context, param: click.Parameter, value: str) -> tuple[int, ...]:
    parts = value.split("/")
    if len(parts) != len(_FORMS) or not all(part.isdecimal() for part in parts) or not any(map(int, parts)):
        raise click.BadParameter("应写成 门诊/医院/药店 三个整数，例如 60/15/25")
    return tuple(map(int, parts))


def _share(ctx: click.Context, param: click.Parameter, value: str) -> float:
    number = value.removesuffix("%")
    try:
        share = float(number) / (100 if value.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise click.BadParameter("应为 0 到 1 之间的数或百分数，例如 0.3 或 30%")
    return share


@click.command("samples", cls=Command)
@click.option(
    "-o",
    "--output",
    metavar="文件夹",
    type=UserPath(file_okay=False, path_type=Path),
    required=True,
    help="写到哪个文件夹，须为空或不存在",
)
@click.option(
    "--pack",
    metavar="规则包",
    default="liaocheng-2019",
    help="为哪个规则包生成，所在地和日期由它写明；默认 liaocheng-2019",
)
@click.option("--count", metavar="份数", type=click.IntRange(1), default=20, help="生成多少份申请，默认 20")
@click.option("--seed", metavar="种子", type=int, default=1, help="同样的种子和选项，生成的文件逐字节相同；默认 1")
@click.option("--mix", metavar="比例", callback=_mix, default="60/15/25", help="门诊/医院/药店的比例，默认 60/15/25")
@click.option(
    "--kinds", metavar="类别", callback=_kinds, default="", help=f"只生成这些类别，用逗号分隔：{'、'.join(_KNOWN)}"
)
@click.option(
    "--defects", metavar="比例", callback=_share, default="0.3", help="多少申请带有缺陷，默认 0.3；0 为全部合格"
)
@click.option(
    "--shared",
    metavar="比例",
    callback=_share,
    default="0",
    help="多少申请与另一份共用人员、证书、地址、电话或法人，默认 0",
)
@click.option(
    "--staff",
    metavar="人数",
    type=click.IntRange(0, 5000),
    default=0,
    help="每家医院的职工人数；一级至少 31、二级 144、三级 815",
)
@click.option(
    "--drugs",
    metavar="种数",
    type=click.IntRange(0, 6000),
    default=0,
    help="每家药店的药品种数；少于 2000 种的，记为缺陷",
)
@rules_option
def samples(
    output: Path,
    pack: str,
    count: int,
    seed: int,
    mix: tuple[int, ...],
    kinds: tuple[str, ...],
    defects: float,
    shared: float,
    staff: int,
    drugs: int,
) -> None:
    """生成仿真的申请表和缺陷台账，供测试、演示和测速用。

    人名、证号、药品均为虚构。台账 ledger.jsonl 写明每处缺陷在哪个文件、哪个单元格、应使哪条规则得出什么判定；
    药店另附虚构的医保目录“目录.csv”。

    \b
    示例：
      medcheck samples -o 样例
      medcheck samples --count 500 --seed 7 -o 样例
      medcheck samples --kinds hospital-2,clinic --defects 0 -o 合格样例
      medcheck samples --kinds hospital-2 --staff 600 --count 10 -o 大医院
      medcheck samples --shared 20% -o 样例
      medcheck samples --pack national-2021 --count 10 -o 2026年样例
      medcheck assess 样例/01-*.xlsx --catalogue 样例/目录.csv
    """
    from medcheck.rulebook.shelf import pack_folder
    from medcheck.samples.generate import LEDGER, SampleOptions, generate
    from medcheck.samples.world import WORLD_FILE, world_of

    def samples_of(name: str) -> Path | Traversable:
        folder = pack_folder(name) / "samples"
        if not (folder / WORLD_FILE).is_file():
            problem = Problem(Place(f"{name}/samples/{WORLD_FILE}"), "规则包没有写明样例的所在地和日期", "补上这个文件")
            raise MedcheckError([problem])
        return folder

    world = world_of(pack, samples_of)
    _require_empty(output)
    options = SampleOptions(seed, count, _weights(mix, kinds), defects, shared, staff, drugs)
    with click.progressbar(length=count, label="生成样例", file=sys.stderr) as bar:
        wrong = generate(options, output, lambda done: bar.update(1), world)
    say(f"已生成 {count} 份申请，其中 {wrong} 份带有缺陷：{output}\n  台账：{output / LEDGER}")


def _weights(mix: tuple[int, ...], kinds: tuple[str, ...]) -> Mapping[str, int]:
    """Return the weight of each form, or of the kinds asked for: a form's weight is shared by its kinds."""
    by_form = dict(zip(_FORMS, mix, strict=True))
    if not kinds:
        return by_form
    weights = {}
    for name in kinds:
        form = name.partition("-")[0]
        among = sum(other.partition("-")[0] == form for other in kinds)
        weights[name] = max(by_form[form] * 12 // among, 1)
    return weights


def _require_empty(folder: Path) -> None:
    """Make the folder; refuse one that holds anything: another ledger must not stand beside these files."""
    if folder.is_dir() and any(folder.iterdir()):
        problem = Problem(Place(folder.name), "文件夹不是空的，没有写入", "换一个文件夹，或先清空它")
        raise MedcheckError([problem])
    folder.mkdir(parents=True, exist_ok=True)
