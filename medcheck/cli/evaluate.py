"""`medcheck evaluate`: compare the applicants of a batch, and write what the meeting needs."""

from __future__ import annotations

from pathlib import Path

import click

from medcheck.cli.base import Command, say


@click.command("evaluate", cls=Command)
@click.argument("folder", metavar="批量结果文件夹", type=click.Path(exists=True, file_okay=False, path_type=Path))
def evaluate(folder: Path) -> None:
    """综合评定：把 medcheck batch 的结果按机构类别放在一起比较（第十二条（二）3）。

    \b
    在结果文件夹中写入：
      综合评定.html          结论、数值余量、待办事项、建议名单和未列入的理由
      综合评定.xlsx          同样的内容，可筛选
      综合评定会议记录.docx  会议记录底稿（需安装 medcheck[word]）

    \b
    只汇总已有的评估结果，不重新判定；名单是建议，由会议决定。

    \b
    示例：
      medcheck batch 申请 -o 报告 --stage evaluation --case 案件
      medcheck evaluate 报告

    退出码：0 已写入；2 用法不对；3 这里没有批量评估的结果，或不能读写；4 程序缺陷。
    """
    from medcheck.evaluation.evaluation_files import evaluate as write

    review, files = write(folder)
    if not review.final:
        say(f"注意：结果来自“{'、'.join(review.stages)}”阶段，不全是综合评定阶段的结果。")
    for group in review.groups:
        say(f"  【{group.word}】申请 {len(group.entries)} 家，建议进入协商谈判 {len(group.proposed)} 家")
    if review.refused:
        say(f"  未能评估 {len(review.refused)} 份，原因见页面")
    for path in files:
        say(f"  已写入：{path}")
    if not any(path.suffix == ".docx" for path in files):
        say("  没有写会议记录：运行 pip install 'medcheck[word]' 后重试")
