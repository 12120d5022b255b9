"""The archive of a case: verified without the register, found out when changed, honest about what it cannot compare."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db import connections

from medcheck.cli import main
from tests.registers import Office, new_office


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the signed archive of a case that was assessed four times, and the public key."""
    office = new_office(tmp_path_factory.mktemp("office"))
    case = office.receive()
    office.told("case", "assess", case)
    office.settle(case)
    office.do(case, "accept")
    office.told("case", "assess", case, "--stage", "assessment")
    key = office.folder / "私钥.pem"
    office.told("register", "key", "-o", key)
    office.told("case", "archive", case, "-o", office.folder / "案件1.zip", "--key", key)
    connections.close_all()
    return office.folder


def verify(path: Path, *words: object) -> Result:
    return CliRunner().invoke(main, ["verify", str(path), *map(str, words)])


def altered(made: Path, folder: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Return a copy of the archive in which something was changed."""
    with zipfile.ZipFile(made / "案件1.zip") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    path = folder / "改动.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_an_archive_stands_without_the_register(made: Path) -> None:
    result = verify(made / "案件1.zip", "--public-key", made / "私钥.pem.pub")
    assert result.exit_code == 0, result.output
    assert "【成立】案件1.zip：校验链、文件和全部 3 次评估都与当时一样" in result.output
    assert "签名：成立，是所给公钥的" in result.output


def test_it_is_verified_by_the_plain_package(made: Path) -> None:
    code = (
        "import sys; sys.modules['django'] = None; sys.modules['psycopg'] = None\n"
        f"from medcheck.cli import main\nmain(['verify', {str(made / '案件1.zip')!r}])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (told.returncode, "【成立】" in told.stdout) == (0, True)


def test_the_same_case_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    office = Office(str(made / "登记册.sqlite3"), made)
    office.told("case", "archive", 1, "-o", tmp_path / "又.zip")
    assert (tmp_path / "又.zip").read_bytes() == (made / "案件1.zip").read_bytes()


def largest(parts: dict[str, bytes], begins: bytes) -> str:
    return max((name for name in parts if parts[name].startswith(begins)), key=lambda name: len(parts[name]))


def change_event(parts: dict[str, bytes]) -> None:
    parts["archive.json"] = parts["archive.json"].replace(b"2019-11-18", b"2019-11-17", 1)


def drop_last_event(parts: dict[str, bytes]) -> None:
    listed = json.loads(parts["archive.json"])
    listed["events"].pop()
    parts["archive.json"] = json.dumps(listed).encode()


def change_result(parts: dict[str, bytes]) -> None:
    name = largest(parts, b"{\n")
    parts[name] = parts[name].replace("不符合".encode(), "符合符".encode(), 1) + b" "


def drop_workbook(parts: dict[str, bytes]) -> None:
    del parts[next(name for name in parts if parts[name].startswith(b"PK") and b"xl/workbook" in parts[name])]


def add_file(parts: dict[str, bytes]) -> None:
    import hashlib

    parts[f"files/{hashlib.sha256(b'x').hexdigest()}"] = b"x"


CHANGED = [
    (change_event, "事件 1：内容或者顺序与登记时不同"),
    (drop_last_event, "档案末尾的校验值与所写的不同"),
    (change_result, "的内容被改动过（事件"),
    (drop_workbook, "缺少文件"),
    (add_file, "不属于任何事件"),
]


@pytest.mark.parametrize(("change", "found"), CHANGED, ids=[change.__name__ for change, _ in CHANGED])
def test_what_was_changed_is_named(
    made: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], found: str
) -> None:
    result = verify(altered(made, tmp_path, change))
    assert (result.exit_code, found in result.output) == (1, True), result.output
    assert "【不成立】" in result.output


def test_a_forged_conclusion_is_found_even_where_every_hash_was_made_anew(made: Path, tmp_path: Path) -> None:
    from medcheck.casework.case_event import event_hash

    def forge(parts: dict[str, bytes]) -> None:
        listed, previous = json.loads(parts["archive.json"]), ""
        for event in listed["events"]:
            event["body"] = event["body"].replace('"conclusion":"agency_check"', '"conclusion":"accepted"')
            previous = event["hash"] = event_hash(previous, event["body"])
        listed["head"] = previous
        parts["archive.json"] = json.dumps(listed).encode()

    result = verify(altered(made, tmp_path, forge))
    assert (result.exit_code, "事件所写的阶段或结论与结果文件的不同" in result.output) == (1, True), result.output


def test_other_rules_inside_are_found(made: Path, tmp_path: Path) -> None:
    from medcheck.casework.case_event import event_hash

    def forge(parts: dict[str, bytes]) -> None:
        import hashlib

        name = next(name for name in parts if b"liaocheng-2019/clinic.yaml" in parts[name])
        buffer = BytesIO()
        with zipfile.ZipFile(BytesIO(parts[name])) as source, zipfile.ZipFile(buffer, "w") as target:
            for entry in source.namelist():
                content = source.read(entry)
                if entry == "liaocheng-2019/clinic.yaml":
                    content = content.replace(b"at_least: 60}", b"at_least: 6}", 1)
                target.writestr(entry, content)
        digest, old = hashlib.sha256(buffer.getvalue()).hexdigest(), name.removeprefix("files/")
        parts[f"files/{digest}"] = buffer.getvalue()
        del parts[name]
        listed, previous = json.loads(parts["archive.json"]), ""
        for event in listed["events"]:
            event["body"] = event["body"].replace(old, digest)
            previous = event["hash"] = event_hash(previous, event["body"])
        listed["head"] = previous
        parts["archive.json"] = json.dumps(listed).encode()

    result = verify(altered(made, tmp_path, forge))
    assert (result.exit_code, "依据：规则包不是当时的" in result.output) == (1, True), result.output


def test_a_signature_of_another_key_or_content_does_not_stand(made: Path, tmp_path: Path) -> None:
    archive, beside = tmp_path / "案件1.zip", tmp_path / "案件1.zip.sig"
    beside.write_bytes((made / "案件1.zip.sig").read_bytes())
    archive.write_bytes((made / "案件1.zip").read_bytes() + b" ")
    assert "签名不成立" in verify(archive).output
    archive.write_bytes((made / "案件1.zip").read_bytes())
    assert CliRunner().invoke(main, ["register", "key", "-o", str(tmp_path / "别的.pem")]).exit_code == 0
    result = verify(archive, "--public-key", tmp_path / "别的.pem.pub")
    assert (result.exit_code, "签名是另一把密钥的" in result.output) == (3, True)
    beside.unlink()
    assert "签名：没有" in verify(archive).output
    assert verify(archive, "--public-key", made / "私钥.pem.pub").exit_code == 3


def test_the_private_key_is_nobody_elses_to_read(made: Path) -> None:
    assert (made / "私钥.pem").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)], ids=["empty", "text", "empty-zip"])
def test_a_file_that_is_no_archive_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    result = verify(path)
    assert result.exit_code in (2, 3)
    assert "处理" in result.output
