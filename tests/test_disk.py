"""Every command opens and writes files in one way: what is no ordinary file is told, nothing waits, nothing is left half."""

from __future__ import annotations

import os
import resource
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from medcheck.cli import main
from medcheck.disk import read_file, write_whole
from medcheck.errors import MedcheckError
from tests.applications import SAMPLES

ELIGIBLE = str(SAMPLES / "clinic-eligible.xlsx")


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """Return a folder of everything that is no file but stands where one might."""
    os.mkfifo(tmp_path / "管道.xlsx")
    (tmp_path / "文件夹.xlsx").mkdir()
    (tmp_path / "设备.xlsx").symlink_to("/dev/zero")
    (tmp_path / "绕圈.xlsx").symlink_to("绕圈.xlsx")
    (tmp_path / "断开.xlsx").symlink_to("没有.xlsx")
    return tmp_path


TOLD = {
    "管道.xlsx": "需要一个文件，现为管道\n  处理：先把内容保存为文件",
    "文件夹.xlsx": "需要一个文件，现为文件夹\n  处理：写明文件夹里的那一个文件；整个文件夹用 medcheck batch 评估",
    "设备.xlsx": "需要一个文件，现为设备\n  处理：核对文件名和所在文件夹",
    "绕圈.xlsx": "文件不存在或无法打开\n  处理：检查文件名和权限后重试",
    "断开.xlsx": "文件不存在或无法打开\n  处理：检查文件名和权限后重试",
}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_no_file_is_told_and_never_waited_for(odd: Path, name: str) -> None:
    result = CliRunner().invoke(main, ["assess", str(odd / name)])
    assert (result.exit_code, result.stdout, result.stderr) == (3, "", f"错误：{name}：{TOLD[name]}\n")


def test_a_socket_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket may be no longer than a hundred characters
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("a.xlsx")
        with pytest.raises(MedcheckError, match="需要一个文件，现为套接字"):
            read_file(Path("a.xlsx"), 10)


OTHERS = [
    ("assess", ELIGIBLE, "--case", "管道.xlsx"),
    ("assess", ELIGIBLE, "--inspection", "管道.xlsx"),
    ("assess", ELIGIBLE, "--list", "人员花名册=管道.xlsx"),
    ("verify", "管道.xlsx", "--workbook", ELIGIBLE),
    ("compare", "管道.xlsx", "管道.xlsx"),
    ("fill", "管道.xlsx", "-o", "x.xlsx"),
    ("notice", "acceptance", "管道.xlsx"),
    ("inspect", "管道.xlsx", "-o", "x.xlsx"),
]


@pytest.mark.parametrize("arguments", OTHERS, ids=lambda arguments: arguments[0])
def test_no_command_waits_for_a_pipe(odd: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]) -> None:
    monkeypatch.chdir(odd)
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, result.stderr) == (3, f"错误：管道.xlsx：{TOLD['管道.xlsx']}\n")


def test_a_file_that_grows_while_it_is_read_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(11))
    with pytest.raises(MedcheckError):
        read_file(tmp_path / "a", 10)


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["form", "clinic", "-o", str(tmp_path / "没有" / "申请.xlsx")])
    assert (result.exit_code, (tmp_path / "没有" / "申请.xlsx").is_file()) == (0, True)


@pytest.mark.parametrize("name", ["管道.xlsx", "文件夹.xlsx", "设备.xlsx"])
def test_only_a_file_is_written_over(odd: Path, name: str) -> None:
    result = CliRunner().invoke(main, ["form", "clinic", "-o", str(odd / name), "--force"])
    assert result.exit_code == 3
    assert result.stderr.startswith(f"错误：{name}：不能写入工作簿：同名的")
    assert sorted(path.name for path in odd.iterdir()) == sorted(TOLD)


@pytest.fixture
def small_disk() -> Iterator[None]:
    """Let no file grow beyond a thousand bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_what_was_there_and_nothing_half(tmp_path: Path, small_disk: None) -> None:
    path = tmp_path / "报告.html"
    path.write_bytes(b"before")
    with pytest.raises(MedcheckError, match="不能写入报告：文件超过了允许的大小"):
        write_whole(path, bytes(5000))
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("报告.html", b"before")]


def test_a_link_is_replaced_and_never_written_through(tmp_path: Path) -> None:
    (tmp_path / "别人的").write_bytes(b"victim")
    for name in ("报告.html", ".报告.html.part"):
        (tmp_path / name).symlink_to("别人的")
    write_whole(tmp_path / "报告.html", b"report")
    assert (tmp_path / "别人的").read_bytes() == b"victim"
    assert (tmp_path / "报告.html").read_bytes() == b"report"
