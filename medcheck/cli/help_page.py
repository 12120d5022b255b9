"""Help pages in Chinese: lines counted in columns, two a Chinese character, and no word broken. Knows no command."""

from __future__ import annotations

import re
from collections.abc import Iterable
from inspect import cleandoc

import click

from medcheck.report.wrapping import width, wrap

_NAMES = 26  # columns for the names of options; a longer one stands on a line of its own
_LEAST = 40


def chinese(text: str) -> str:
    """Return the help of an option with click's own remarks in Chinese: that it must be given, the range of a number."""
    text = text.replace("[required]", "（必填）").replace("  （", "（")
    text = re.sub(r"\[(\d+)<=x<=(\d+)(; required)?\]", r"（\1 至 \2）", text)
    return re.sub(r"\[x>=(\d+)\]", r"（不小于 \1）", text).replace("  （", "（")


class ChineseHelp:
    """The parts of a help page in Chinese; mixed into commands and groups, whose methods mypy cannot see from here."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `-h, --help` with a Chinese text."""
        option = super().get_help_option(ctx)  # type: ignore[misc]  # of click.Command
        if option is not None:
            option.help = "显示本帮助"
        return option  # type: ignore[no-any-return]  # of click.Command

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, prefix="用法：")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the text, paragraph by paragraph; one that begins with the sign `\\b` keeps its lines."""
        text = cleandoc(self.help or "")  # type: ignore[attr-defined]
        for paragraph in text.split("\n\n"):
            lines = [line for line in paragraph.splitlines() if line.strip()]
            formatter.write("\n")
            if lines and lines[0].strip() == "\b":
                formatter.write("".join(f"  {line}\n" for line in lines[1:]))
            else:
                for line in wrap("".join(map(str.strip, lines)), formatter.width - 2):
                    formatter.write(f"  {line}\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands of a group."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]  # type: ignore[attr-defined]
        records = (option.get_help_record(ctx) for option in options)
        _write_list("选项：", [(name, chinese(text)) for name, text in filter(None, records)], formatter)
        if isinstance(self, click.Group):
            _write_list("命令：", [(name, self.command_help(ctx, name)) for name in self.list_commands(ctx)], formatter)

    def command_help(self, ctx: click.Context, name: str) -> str:
        """Return the one-line help of a command of this group."""
        command = self.get_command(ctx, name)  # type: ignore[attr-defined]
        return command.get_short_help_str(60) if command else ""


def _write_list(title: str, records: Iterable[tuple[str, str]], formatter: click.HelpFormatter) -> None:
    """Write names with their texts beside them, each text wrapped under itself."""
    records = list(records)
    names = min(max((width(name) for name, _ in records), default=0), _NAMES) + 2
    room = max(formatter.width - names - 2, _LEAST)
    formatter.write(f"\n{title}\n")
    for name, text in records:
        lines = wrap(text, room)
        if width(name) > names - 2:
            formatter.write(f"  {name}\n")
        else:
            first, *lines = lines or [""]
            formatter.write(f"  {name}{' ' * (names - width(name))}{first}".rstrip() + "\n")
        formatter.write("".join(f"  {' ' * names}{line}\n" for line in lines))
