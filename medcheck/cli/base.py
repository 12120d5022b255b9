"""Click in Chinese, and the one place where errors become output and exit codes. The only door to click's classes.

Exit codes: 0 nothing stands in the way, 1 something was found, 2 usage, 3 cannot, 4 our bug.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from medcheck.disk import why_not_written
from medcheck.errors import MedcheckError, Place, Problem, suggest
from medcheck.pack_folders import folders_kept
from medcheck.shown import file_name, for_terminal, shown_name

EXIT_FOUND = 1
EXIT_USAGE = 2
EXIT_BUG = 4


def _chinese(text: str) -> str:
    """Return the help of an option with click's own remarks in Chinese: that it must be given, the range of a number."""
    text = text.replace("[required]", "（必填）")
    text = re.sub(r"\[(\d+)<=x<=(\d+)(; required)?\]", r"（\1 至 \2）", text)
    return re.sub(r"\[x>=(\d+)\]", r"（不小于 \1）", text)


class _Chinese:
    """Help pages in Chinese; mixed into commands and groups, whose methods mypy cannot see from here."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help` with a Chinese text."""
        option = super().get_help_option(ctx)  # type: ignore[misc]  # of click.Command
        if option is not None:
            option.help = "显示本帮助"
        return option  # type: ignore[no-any-return]  # of click.Command

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands of a group."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]  # type: ignore[attr-defined]
        records = [
            (name, _chinese(text))
            for option in options
            for name, text in [option.get_help_record(ctx) or ("", "")]
            if name
        ]
        with formatter.section("选项"):
            formatter.write_dl(records)
        if isinstance(self, click.Group):
            with formatter.section("命令"):
                formatter.write_dl([(name, self.command_help(ctx, name)) for name in self.list_commands(ctx)])

    def command_help(self, ctx: click.Context, name: str) -> str:
        """Return the one-line help of a command of this group."""
        command = self.get_command(ctx, name)  # type: ignore[attr-defined]
        return command.get_short_help_str(60) if command else ""


class Command(_Chinese, click.Command):
    """A command with a Chinese help page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[选项]", **kwargs})


class CommandGroup(_Chinese, click.Group):
    """A group of commands with a Chinese help page."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[选项]", "subcommand_metavar": "命令 [参数]…", **kwargs})


class Commands(CommandGroup):
    """The top group: imports a command's module when it is called, and turns every error into text and a code."""

    def __init__(self, name: str, lazy: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of use."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, or None."""
        if cmd_name not in self.lazy:
            return None
        module = importlib.import_module(f"{self.lazy[cmd_name][0]}.{cmd_name}")
        command = getattr(module, cmd_name)
        assert isinstance(command, click.Command)
        return command

    def command_help(self, ctx: click.Context, name: str) -> str:
        """Return a command's line without importing it."""
        return self.lazy[name][1]

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command; every way it can end has one exit code."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):  # a GBK console must not crash on a character it lacks
                stream.reconfigure(errors="replace")
        kwargs["standalone_mode"] = False
        try:
            with folders_kept():
                code = super().main(*args, **kwargs)
            sys.stdout.flush()  # a full disk behind the standard output is told here, not after the end
        except click.UsageError as error:
            say(_usage(error), err=True)
            code = EXIT_USAGE
        except click.Abort:
            say("已中断。", err=True)
            code = EXIT_USAGE
        except MedcheckError as error:
            print_problems(error.problems)
            code = error.exit_code
        except OSError as error:
            code = _refused_by_system(error)
        except MemoryError:
            print_problems((Problem(Place("medcheck"), "内存不足，已停止", "核对文件内容，关闭其他程序后重试"),))
            code = MedcheckError.exit_code
        except Exception as error:  # noqa: BLE001  # the promise of exit code 4: a bug is told as one, never as a traceback
            _tell_bug(error)
            code = EXIT_BUG
        sys.exit(code if isinstance(code, int) else 0)


def _tell_bug(error: Exception) -> None:
    """Say that the program itself failed, and where its log lies; without a log the traceback is printed."""
    from medcheck.cli.bug_log import write_bug_log

    path = write_bug_log(error)
    if path is None:
        say("".join(traceback.format_exception(error)), err=True, nl=False)
    kind = type(error).__name__
    mend = f"请将日志发给维护人员：{shown_name(str(path))}" if path else "请将以上信息发给维护人员"
    say(f"错误：这是 medcheck 的缺陷（{kind}），不是申请材料的问题。\n  处理：{mend}", err=True)


def say(text: object = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a text, to standard error if told so: the one way to the terminal, on which nothing invisible gets through."""
    click.echo(for_terminal(str(text)), err=err, nl=nl)


def _refused_by_system(error: OSError) -> int:
    """Say what the system refused to do with a file or with the output, and return the exit code."""
    if error.filename is None:
        text, mend = f"不能输出结果：{why_not_written(error)}", "检查磁盘空间，或换一个位置"
        with suppress(OSError):  # what is left of the output cannot be written either, and Python would try at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    else:
        text, mend = f"不能读写：{why_not_written(error)}", "检查文件名、文件夹权限和磁盘空间后重试"
    place = Place("标准输出" if error.filename is None else shown_name(os.path.basename(os.fsdecode(error.filename))))
    print_problems((Problem(place, text, mend),))
    return MedcheckError.exit_code


def print_problems(problems: tuple[Problem, ...]) -> None:
    """Print problems to standard error."""
    for problem in problems:
        say(str(problem), err=True)


def require_new(path: Path, *, force: bool) -> None:
    """Refuse to write over a file unless told to: it may be an application somebody has filled in."""
    if os.path.lexists(path) and not force:
        problem = Problem(
            Place(file_name(path)), "文件已存在，没有写入", "换一个文件名；确要覆盖原文件的，加上 --force"
        )
        raise MedcheckError([problem])


def _usage(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "medcheck"
    return f"错误：{_usage_text(error)}\n  处理：运行 {path} --help 查看用法和示例。"


def _usage_text(error: click.UsageError) -> str:
    """Return a usage error in Chinese."""
    if isinstance(error, click.NoSuchOption):
        return f"没有选项“{error.option_name}”{suggest(error.option_name, error.possibilities or ())}"
    if isinstance(error, click.BadParameter):
        return _parameter(error)
    word = error.message.split("'")[1] if error.message.count("'") > 1 else ""
    group = error.ctx.command if error.ctx else None
    if "No such command" in error.message and isinstance(group, click.Group) and error.ctx:
        return f"没有命令“{word}”{suggest(word, group.list_commands(error.ctx))}"
    if "Missing command" in error.message:
        return "没有写明要做什么"
    if "unexpected extra argument" in error.message:
        return f"多出了参数：{error.message.split('(')[-1].rstrip(')')}"
    if "requires an argument" in error.message:
        return f"选项“{word}”缺少值"
    return error.message


def _parameter(error: click.BadParameter) -> str:
    """Return in Chinese what is wrong with a parameter: missing, or of a wrong value."""
    param = error.param
    name = "" if param is None else param.opts[-1] if isinstance(param, click.Option) else param.make_metavar(error.ctx)  # type: ignore[arg-type]
    if isinstance(error, click.MissingParameter):
        return f"缺少“{name}”"
    kind = param.type if param else None
    text = error.message
    if isinstance(kind, click.Path):
        said = {
            "does not exist": "文件不存在",
            "is a file": "需要一个文件夹，现为文件",
            "is a directory": "需要一个文件，现为文件夹",
        }
        text = next((word for end, word in said.items() if error.message.endswith(f"{end}.")), text)
    elif isinstance(kind, click.Choice):
        text = f"可用的值为 {'、'.join(str(choice) for choice in kind.choices)}"
    elif isinstance(kind, click.DateTime) and "match" in text:
        text = "日期应写成 2019-09-01"
    return f"“{name}”的值不正确：{text}"
