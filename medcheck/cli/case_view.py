"""`medcheck case list` and `case show`: which cases there are, and where one stands."""

from __future__ import annotations

import click

from medcheck.cli.base import Command, say
from medcheck.cli.register_options import as_option, now, open_register, register_options


@click.command("list", cls=Command)
@register_options
@click.option("--state", metavar="状态", default="", help="只列某一状态的，例如 补正中、correcting")
@click.option(
    "--procedure",
    metavar="程序",
    default="",
    help="只列某一程序的：application、change、annual-review、exit、supervision",
)
@click.option("--kind", metavar="类型", default="", help="只列某类机构的：hospital、clinic、pharmacy")
@click.option("--county", metavar="县区", default="", help="只列某一县区的")
@click.option("--officer", metavar="姓名", default="", help="只列某人办理的")
@click.option("--batch", metavar="批次", default="", help="只列某一批次的")
@click.option("--search", metavar="文字", default="", help="名称、信用代码或地址中含有这些文字的")
@click.option("--all", "ended", is_flag=True, help="已办结的也列出")
def list_cases(
    database: str,
    files: str,
    state: str,
    procedure: str,
    kind: str,
    county: str,
    officer: str,
    batch: str,
    search: str,
    *,
    ended: bool,
) -> None:
    """列出案件：编号、状态、机构、经办人、先到的期限。

    \b
    示例：
      medcheck case list
      medcheck case list --state 补正中 --officer 王芳
    """
    open_register(database, files)
    from medcheck.register.case_lines import list_lines
    from medcheck.register.case_search import Search, search_cases

    asked = Search(state, procedure, kind, county, officer, batch, search, ended)
    for line in list_lines(search_cases(asked)):
        say(line)


@click.command("show", cls=Command)
@register_options
@click.argument("number", metavar="编号", type=int)
@as_option
@click.option("-v", "--verbose", is_flag=True, help="不能办理的步骤和原因、期限的逐日推算也列出")
def show_case(database: str, files: str, number: int, name: str, *, verbose: bool) -> None:
    """查看一个案件：状态、期限、现在可以办理什么、经过、文书和文件。

    \b
    示例：
      medcheck case show 1
      medcheck case show 1 --verbose --as 王芳
    """
    open_register(database, files)
    from medcheck.register.case_lines import case_lines
    from medcheck.register.officers import colleague

    who = colleague(name) if name else None
    for line in case_lines(number, who, now().date(), verbose=verbose):
        say(line)
