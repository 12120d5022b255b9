"""`medcheck evaluate`: compare the applicants of a batch, and write what the meeting needs."""

from __future__ import annotations

from pathlib import Path

import click

from medcheck.cli.base import Command, say
from medcheck.cli.pack_options import rules_option
from medcheck.cli.paths import UserPath


@click.command("evaluate", cls=Command)
@click.argument("folder", metavar="批量结果文件夹", type=UserPath(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--pairs",
    "answers",
    metavar="核对.yaml",
    type=UserPath(exists=True, dir_okay=False, path_type=Path),
    help="相同内容的核对结果：每条写明排除或属实、核对人、日期和理由",
)
@rules_option
def evaluate(folder: Path, answers: Path | None) -> None:
    """综合评定：把 medcheck batch 的结果按机构类别放在一起比较。

    \b
    在结果文件夹中写入：
      综合评定.html          结论、数值余量、待办事项、建议名单和未列入的理由
      综合评定.xlsx          同样的内容，可筛选
      综合评定会议记录.docx  会议记录底稿（需安装 medcheck[word]）

    \b
    只汇总已有的评估结果，不重新判定；名单是建议，由会议决定。评估之后被改动过的结果不汇总。
    同一机构交了两份的，以申请日期在后的为准。

    \b
    示例：
      medcheck batch 申请 -o 报告 --stage evaluation --case 案件
      medcheck evaluate 报告
      medcheck evaluate 报告 --pairs 核对.yaml

    退出码：0 已写入；2 用法不对；3 这里没有批量评估的结果，或不能读写；4 程序缺陷。
    """
    from medcheck.evaluation.evaluation_files import evaluate as write

    review, files = write(folder, answers)
    if not review.final:
        say(f"注意：结果来自“{'、'.join(review.stages)}”阶段，不全是综合评定阶段的结果。")
    for group in review.groups:
        say(f"  【{group.word}】申请 {len(group.entries)} 家，建议进入协商谈判 {len(group.proposed)} 家")
    for row, entry in review.replaced:
        say(f"  同一机构的两份申请：{row.name} 不计，以 {entry.row.name} 为准")
    open_ = sum(found.answer is None for found in review.pairs)
    if open_:
        say(f"  多份申请中相同的内容尚有 {open_} 处待核对，用 --pairs 写明核对结果")
    if review.refused:
        say(f"  未能评估 {len(review.refused)} 份，原因见页面")
    for path in files:
        say(f"  已写入：{path}")
    if not any(path.suffix == ".docx" for path in files):
        say("  没有写会议记录：运行 pip install 'medcheck[word]' 后重试")
