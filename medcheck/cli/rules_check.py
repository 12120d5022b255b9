"""`medcheck rules check`: everything that dangles in the packs at hand, or in those of the source tree one stands in."""

from __future__ import annotations

from pathlib import Path

import click

from medcheck.cli.base import EXIT_FOUND, Command, print_problems, say
from medcheck.cli.pack_options import pack_id, put_at_hand, rules_option
from medcheck.errors import Problem
from medcheck.pack_folders import is_rules_tree
from medcheck.rulebook.pack import RulePack

_TREE = Path("rules")


@click.command("check", cls=Command)
@click.option("--pack", "packs", metavar="规则包", multiple=True, help="只检查这些规则包（编号或文件夹），可多次使用")
@rules_option
def check(packs: tuple[str, ...]) -> int:
    """检查规则包：读不懂的写法、无来源或无人使用的事实、材料和口径、永远不能（或总是）符合的规则、缺少的和
    不再成立的用例、同时施行的规则包；办理程序中到不了、出不去的状态，停不下的期限，无路可走的结论。

    读不了的规则包逐个写明，其余照常检查。在源代码目录中（当前文件夹有 rules/facts.yaml）检查的是该目录的 rules。

    \b
    示例：
      medcheck rules check
      medcheck rules check --pack national-2021
      medcheck rules check --rules 我的规则
    """
    from medcheck.rulebook.check.check_pack import check_packs
    from medcheck.rulebook.shelf import current_shelf
    from medcheck.workday import shipped_overlay

    if is_rules_tree(_TREE):
        put_at_hand([_TREE])
    asked = [pack_id(name) for name in packs]
    shipped_overlay()
    shelf = current_shelf()
    for name in asked:
        shelf.folder(name)
    usable = [pack for pack in shelf.packs() if not asked or pack.id in asked]
    broken = [pack for pack in shelf.broken() if not asked or pack.id in asked]
    found = [("", tuple(check_packs(usable)) if not asked else ()), *((pack.id, pack.problems) for pack in broken)]
    ran = 0
    for pack in usable:
        problems, cases = _problems_of(pack)
        found.append((pack.id, problems))
        ran += cases
    for name, problems in found:
        if problems and name:
            say(
                f"规则包 {name}{'（读不了，其中的规则没有检查）' if name in {pack.id for pack in broken} else ''}：",
                err=True,
            )
        print_problems(problems)
    if count := sum(len(problems) for _, problems in found):
        say(f"发现 {count} 个问题。", err=True)
        return EXIT_FOUND
    say(f"{len(usable)} 个规则包、{sum(len(pack.rules) for pack in usable)} 条规则、{ran} 个用例，没有发现问题。")
    return 0


def _problems_of(pack: RulePack) -> tuple[tuple[Problem, ...], int]:
    """Return what is wrong with a pack that can be read, and the number of its cases."""
    from medcheck.assessment.case_check import failed_cases
    from medcheck.casework.check_procedure import check_procedures
    from medcheck.errors import MedcheckError
    from medcheck.rulebook.cases import read_cases
    from medcheck.rulebook.check.check_pack import check_pack
    from medcheck.rulebook.check.check_suppliers import check_suppliers, supplies_of
    from medcheck.rulebook.origin import origins, supplier_clashes
    from medcheck.rulebook.procedure_files import pack_procedures
    from medcheck.rulebook.shelf import current_shelf, pack_folder

    if clashes := [problem for form in pack.forms for problem in supplier_clashes(form, pack)]:
        return tuple(clashes), 0  # without facts there is nothing else to look at
    folder = pack_folder(pack.id)
    try:
        cases = read_cases(folder, pack)
    except MedcheckError as error:
        return error.problems, 0
    filled = {form.name: origins(form, pack) for form in pack.forms}
    problems = (
        *check_pack(pack, cases, pack.forms, frozenset(fact for facts in filled.values() for fact in facts)),
        *check_suppliers(pack, supplies_of(pack, filled)),
        *failed_cases(pack, cases),
    )
    return (*problems, *check_procedures(pack_procedures(folder, current_shelf().find), pack)), len(cases)
