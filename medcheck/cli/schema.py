"""`medcheck schema`: print the JSON Schema of a file that people or editors write, or programs read."""

from __future__ import annotations

import json

import click

from medcheck.cli.base import Command, say
from medcheck.cli.pack_options import pack_option, rules_option

_OF_NO_PACK = ("result", "compare", "case")


@click.command("schema", cls=Command)
@click.argument(
    "name", metavar="名称", type=click.Choice(["rules", "result", "compare", "case", "clinic", "hospital", "pharmacy"])
)
@pack_option("规则文件和数据文件：哪个规则包的事实和申请表")
@rules_option
def schema(name: str, pack: str) -> None:
    """输出文件格式说明：rules（规则文件）、result（评估结果）、compare（两次结果的比较）、case（案件文件）、clinic、hospital、pharmacy（门诊、医院、药店的数据文件）。

    \b
    示例：
      medcheck schema rules > rules.schema.json
      medcheck schema clinic --pack national-2021 > clinic.schema.json
    """
    if pack and name in _OF_NO_PACK:
        raise click.UsageError(f"{name} 的格式与规则包无关，不用写 --pack")
    say(schema_text(name, pack), nl=False)


def schema_text(name: str, pack: str = "") -> str:
    """Return the JSON Schema of that name, as text that ends in a newline."""
    if name == "result":
        from medcheck.report.record.json_file import schema as result_schema

        return result_schema()
    if name == "compare":
        from medcheck.report.compare.comparison_file import comparison_schema

        return comparison_schema()
    if name == "rules":
        from medcheck.rulebook.pack_schema import rule_file_schema
        from medcheck.rulebook.shelf import shipped_pack
        from medcheck.vocabulary import load_vocabulary

        made = rule_file_schema(shipped_pack(pack).vocabulary if pack else load_vocabulary())
    elif name == "case":
        from medcheck.case.case_file import case_schema

        made = case_schema()
    else:
        from medcheck.blank.fill import data_schema
        from medcheck.form.form import load_form, qualified

        made = data_schema(load_form(qualified(name, pack)))
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"
