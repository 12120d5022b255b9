"""The documents are true: every example of the manual, the READMEs and the help pages runs, and every option has one."""

from __future__ import annotations

import glob
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from medcheck.cli import main
from tests.documented_world import build, suit

ROOT = Path(__file__).parent.parent
MANUAL = ROOT / "docs" / "commands.md"
_BLOCK = re.compile(r"^ *```(?:sh|console)?\n(.*?)^ *```$", re.M | re.S)
_CODE = re.compile(r"# 退出码 (\d)")
# Everything that an example may write is taken away before it runs, but for what it is told to write over.
_WRITES = ("-o", "--output")


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command that does something, with its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(commands(main))


def lines(text: str) -> Iterator[str]:
    """Yield every line of the blocks of a document that calls medcheck."""
    for block in _BLOCK.findall(text):
        for line in block.splitlines():
            for part in re.split(r"\s+&&\s+", line.strip()):
                if part.startswith("medcheck "):
                    yield part


def code_of(line: str) -> str:
    """Return what is typed of an example, without the remark behind it."""
    return re.split(r"\s+#", line)[0].strip()


def documented() -> Iterator[tuple[str, str]]:
    """Yield every example with where it stands: documents, READMEs, and the help of each command."""
    for path in (MANUAL, ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").glob("*.md"))):
        if path.name != "rules.md" and (path != MANUAL or path.parent == MANUAL.parent):
            yield from ((path.name, line) for line in lines(path.read_text(encoding="utf-8")))
    for words, command in COMMANDS.items():
        for line in (command.help or "").splitlines():
            if line.strip().startswith("medcheck "):
                yield " ".join(words), line.strip()


# Each example once, wherever it stands; the manual comes first, which states the exit codes.
EXAMPLES = list({code_of(line): (place, line) for place, line in reversed(list(documented()))}.values())


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with every file that the examples name."""
    folder = tmp_path_factory.mktemp("示例")
    build(folder)
    return folder


def words_of(line: str) -> list[str]:
    """Return the words after `medcheck`, without what the shell does itself; a number of samples is made small."""
    code = code_of(line).split(">")[0]
    if code.startswith("medcheck samples") and "--count" not in code:
        code += " --count 2"
    words = shlex.split(re.sub(r"--(count|staff) \d{2,}", r"--\1 150" if "--staff" in code else r"--\1 2", code))
    return [found for word in words[1:] for found in (sorted(glob.glob(word)) if "*" in word else [word])]


def run(line: str, folder: Path) -> Result:
    """Return what an example does in a folder in which nothing stands yet that it is to write."""
    suit(folder, line)
    words = words_of(line)
    told = _CODE.search(line)
    if "--force" not in words and not (told and told[1] == "3"):
        for at in (at + 1 for at, word in enumerate(words) if word in _WRITES):
            target = folder / words[at]
            if words[0] != "notice":  # a paper goes into a folder that is there
                shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize(("place", "line"), EXAMPLES, ids=[f"{place}: {code_of(line)}" for place, line in EXAMPLES])
def test_every_example_runs(
    world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, line: str
) -> None:
    shutil.copytree(world, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    result = run(line, tmp_path)
    told = _CODE.search(line)
    assert result.exit_code in ({int(told[1])} if told else {0, 1}), result.output


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_option_has_an_example_in_the_manual(words: tuple[str, ...]) -> None:
    shown = {word for line in lines(MANUAL.read_text(encoding="utf-8")) for word in example_of(words, line)}
    options = [option for option in COMMANDS[words].params if isinstance(option, click.Option)]
    assert [option.opts for option in options if not set(option.opts) <= shown] == []


def example_of(words: tuple[str, ...], line: str) -> list[str]:
    """Return the options of an example of a command, or nothing where it is one of another command."""
    said = shlex.split(line.split("#")[0])[1:]
    return [word for word in said if word.startswith("-")] if tuple(said[: len(words)]) == words else []


def test_every_example_of_the_manual_states_its_exit_code() -> None:
    assert [line for line in lines(MANUAL.read_text(encoding="utf-8")) if not _CODE.search(line)] == []


def test_every_snapshot_is_used() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("*.py")]
    approved = [path.name for path in (ROOT / "tests" / "snapshots").iterdir()]
    assert [name for name in approved if not any(f'"{name}"' in text for text in texts)] == []
