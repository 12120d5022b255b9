"""`medcheck rules`: read and check the rules, for whoever keeps them and whoever wants to know what is asked."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click

from medcheck.cli.base import EXIT_FOUND, CommandGroup, say
from medcheck.cli.chinese_names import kind_name
from medcheck.cli.pack_options import pack_option, rules_option
from medcheck.cli.paths import UserPath
from medcheck.cli.rules_check import check
from medcheck.cli.rules_diff import diff
from medcheck.cli.rules_new import new
from medcheck.errors import Place, Problem, RuleError, suggest
from medcheck.rulebook.origin import suppliers_of
from medcheck.rulebook.shelf import shipped_pack

_pack = pack_option("哪个规则包；默认 liaocheng-2019", default="liaocheng-2019")


@click.group("rules", cls=CommandGroup)
def rules() -> None:
    """查看、检查和新建规则：list 列出，show 看一条，check 检查，diff 对照两个规则包，new 新建一个，coverage 条款覆盖，hash 校验值，
    docs 写成文档。"""


@rules.command("list")
@_pack
@rules_option
@click.option(
    "--type",
    "kind",
    metavar="类型",
    default="",
    help="只列某类机构的规则：医院（hospital）、门诊（clinic）、药店（pharmacy）",
)
def list_(pack: str, kind: str) -> None:
    """按法规顺序列出全部规则。

    \b
    示例：
      medcheck rules list --type clinic
    """
    from medcheck.fact import Facts, known
    from medcheck.report.rules.rule_lines import list_lines

    made, kind = shipped_pack(pack), kind_name(kind)
    types = made.vocabulary.facts["facility_type"].options
    if kind and kind not in types:
        problem = Problem(Place("--type"), f"没有机构类型“{kind}”{suggest(kind, types)}", f"可用：{'、'.join(types)}")
        raise RuleError([problem])
    profile = Facts([known("facility_type", kind)] if kind else [])
    _echo(list_lines(made, [rule for rule in made.rules.values() if rule.binds(profile)]))


@rules.command("show")
@_pack
@rules_option
@click.argument("rule", metavar="规则编号")
def show(pack: str, rule: str) -> None:
    """说明一条规则：条款、要求、后果、由谁判定、口径、事实出处和用例。

    \b
    示例：
      medcheck rules show opd-area-min
    """
    from medcheck.report.rules.rule_lines import rule_lines
    from medcheck.rulebook.cases import read_cases
    from medcheck.rulebook.shelf import pack_folder

    made = shipped_pack(pack)
    at_hand = {**made.rules, **made.idle}
    if rule not in at_hand:
        problem = Problem(
            Place(made.id), f"没有规则“{rule}”{suggest(rule, at_hand)}", "用 medcheck rules list 查看编号"
        )
        raise RuleError([problem])
    cases = [case for case in read_cases(pack_folder(pack), made) if case.rule == rule]
    _echo(rule_lines(made, at_hand[rule], cases, suppliers_of(made)))


@rules.command("coverage")
@_pack
@rules_option
def coverage(pack: str) -> int:
    """统计法规每一条款由谁判定；还有尚未编写规则的条款时退出码为 1。

    \b
    示例：
      medcheck rules coverage
    """
    from medcheck.report.rules.rule_lines import coverage_lines
    from medcheck.rulebook.check.check_pack import coverage_counts

    made = shipped_pack(pack)
    counts = coverage_counts(made)
    _echo(coverage_lines(made, counts))
    return EXIT_FOUND if counts.get("planned") else 0


@rules.command("docs")
@_pack
@rules_option
@click.option("-o", "--output", metavar="文件", type=UserPath(path_type=Path), help="写到哪个文件；不写则输出到屏幕")
def docs(pack: str, output: Path | None) -> None:
    """把全部规则写成一份文档（Markdown）：条款、要求、后果、整改、解释口径、事实出处，最后是没有规则的条款。

    \b
    示例：
      medcheck rules docs -o docs/rules.md
    """
    from medcheck.disk import write_whole
    from medcheck.report.rules.rule_book import rule_book

    made = shipped_pack(pack)
    text = rule_book(made, suppliers_of(made))
    if output is None:
        say(text, nl=False)
        return
    write_whole(output, text.encode(), "规则文档")
    say(f"已写出规则文档：{output}")


@rules.command("hash")
@_pack
@rules_option
@click.option(
    "-o", "--output", metavar="文件", type=UserPath(dir_okay=False, path_type=Path), help="写入校验值清单（Markdown）"
)
def hash_(pack: str, output: Path | None) -> None:
    """列出规则包的 SHA-256：合计，以及规则、名称表、词汇表、节假日、申请表格式各文件。

    报告中规则包的校验值就是合计；写入清单时，清单中其他版本的校验值保留。

    \b
    示例：
      medcheck rules hash
      medcheck rules hash -o docs/hashes.md
    """
    from medcheck.disk import LARGEST_RESULT, read_file, write_whole
    from medcheck.report.rules.hash_lines import hash_lines, hash_list

    made = shipped_pack(pack)
    if output is None:
        _echo(hash_lines(made))
        return
    before = read_file(output, LARGEST_RESULT).decode("utf-8", "replace") if output.exists() else ""
    write_whole(output, hash_list(made, before).encode(), "校验值清单")
    say(f"已写出校验值清单：{output}")


@rules.command("procedures")
@_pack
@rules_option
@click.option(
    "-o",
    "--output",
    metavar="文件",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="写到哪个文件",
)
def procedures(pack: str, output: Path) -> None:
    """把办理程序写成一份文档（Markdown）：每个程序的状态图、步骤、期限、解释口径；图是与文档同名的文件夹中的 SVG。

    \b
    示例：
      medcheck rules procedures -o docs/procedure.md
    """
    from medcheck.casework.chart import procedure_chart
    from medcheck.casework.procedure_book import procedure_book
    from medcheck.casework.read_procedure import read_procedure
    from medcheck.disk import write_whole
    from medcheck.rulebook.procedure_files import pack_procedures
    from medcheck.rulebook.shelf import current_shelf, pack_folder

    made = shipped_pack(pack)
    files = pack_procedures(pack_folder(made.id), current_shelf().find)
    if not files:
        raise RuleError([Problem(Place(made.id), "这个规则包没有办理程序", "换一个规则包：--pack 规则包")])
    read = [read_procedure(file.content, file.place(key), made.source.deadlines) for key, file in files.items()]
    charts = output.with_suffix("")
    charts.mkdir(parents=True, exist_ok=True)
    for procedure in read:
        write_whole(charts / f"{procedure.id}.svg", procedure_chart(procedure).encode(), "状态图")
    title = f"{made.source.document.title}（{made.source.document.number}）"
    write_whole(output, procedure_book(read, title, charts.name).encode(), "办理程序文档")
    say(f"已写出办理程序文档：{output}，状态图在 {charts}{os.sep}")


def _echo(lines: Iterable[str]) -> None:
    say("\n".join(lines))


rules.add_command(check)
rules.add_command(diff)
rules.add_command(new)
