"""The command line: one file per command, each parse, call, print. Commands load only when they are called."""

from medcheck.cli.base import Commands

_COMMANDS = {
    "form": "生成空白申请表",
    "fill": "用数据文件填写申请表",
    "assess": "评估申请表，给出结论和报告",
    "batch": "评估一个文件夹里的全部申请表",
    "inspect": "生成现场勘验表（Excel）",
    "evaluate": "综合评定：比较一批申请，写出名单和会议记录",
    "samples": "生成仿真申请表和缺陷台账",
    "notice": "生成受理、补正、不予受理等文书（Word）",
    "compare": "比较同一机构的两次评估结果",
    "verify": "重新计算，核验报告是否成立",
    "register": "登记册：建立、核验、备份、人员",
    "case": "案件：从收件到公布，变更、年审、退出",
    "today": "今天有哪些案件到期、待办",
    "designated": "定点医药机构名单",
    "rules": "查看和检查规则",
    "schema": "输出文件格式说明（JSON Schema）",
}

main = Commands(
    "medcheck",
    lazy={name: ("medcheck.cli", text) for name, text in _COMMANDS.items()},
    help="医保定点医药机构申请材料评估工具。\n\n按法规逐条核对申请表，每个结论都注明条款、数值和所在单元格。"
    "\n\n\b\n示例：\n  medcheck form clinic -o 申请.xlsx\n  medcheck assess 申请.xlsx -o 报告",
)
