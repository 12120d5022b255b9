"""`medcheck case`: the cases of a register, from the receipt of an application to the end of its agreement."""

from __future__ import annotations

import click

from medcheck.cli.base import CommandGroup
from medcheck.cli.case_act import do, open_case, receive
from medcheck.cli.case_assess import assess_cases
from medcheck.cli.case_files import archive_one, export_one, write_sheet
from medcheck.cli.case_view import list_cases, show_case


@click.group("case", cls=CommandGroup)
def case() -> None:
    """案件：receive 收件，list 列出，show 查看，do 办理，sheet 成批办理，assess 评估，open 另立，export 写出，archive 做成档案。"""


for command in (receive, list_cases, show_case, do, assess_cases, open_case, write_sheet, export_one, archive_one):
    case.add_command(command)
