"""An office for tests: a register of its own, two people, and every act a command as somebody would type it."""

from __future__ import annotations

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from click.testing import CliRunner, Result

from medcheck import yaml_source
from medcheck.cli import main
from tests.applications import SAMPLES, SETTLED_CASE

SOCKET = os.environ.get(
    "MEDCHECK_TEST_POSTGRES", ""
)  # the folder of the socket of a server that `make test-postgres` started
ENGINES = ("sqlite", "postgres") if SOCKET else ("sqlite",)
CLERK, HEAD = "王芳", "赵敏"
_SETTLED = yaml_source.parse(SETTLED_CASE, "案件.yaml").plain()


class Office:
    """A register and its people. `run` types a command, `told` returns what it prints and demands the exit code."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.env = {"MEDCHECK_DATABASE": url, "MEDCHECK_FILES": str(folder / "登记册.files"), "MEDCHECK_AS": HEAD}

    def run(self, *words: object) -> Result:
        """Return what a command does."""
        return CliRunner().invoke(main, [str(word) for word in words], env=self.env)

    def told(self, *words: object, code: int = 0) -> str:
        """Return what a command prints; it must end with this code."""
        result = self.run(*words)
        assert result.exit_code == code, f"{' '.join(map(str, words))}\n{result.output}"
        return str(result.output)

    def receive(self, sample: str = "clinic-eligible", on: str = "2019-11-18") -> int:
        """Receive a shipped sample; return the number of its case."""
        told = self.told("case", "receive", SAMPLES / f"{sample}.xlsx", "--on", on)
        return int(told.split("：")[0].removeprefix("案件 "))

    def do(self, case: int, action: str, *answers: object, on: str = "2019-11-20", code: int = 0) -> str:
        """Do a step by whoever may."""
        return self.told("case", "do", case, action, "--on", on, *answers, code=code)

    def answers(self, part: str, rules: tuple[str, ...] = ()) -> Path:
        """Return a file of the answers of a register, or of the decisions, that settle a good application."""
        entries = [entry for entry in _SETTLED[part] if not rules or entry.get("rule") in rules]
        path = self.folder / f"{part}.yaml"
        path.write_text(yaml_source.write({part: entries}), encoding="utf-8")
        return path

    def settle(self, case: int) -> None:
        """Record what the registers answer and what people decide on a good application, and assess it."""
        self.do(case, "record-answers", "--answers", self.answers("registers"))
        self.do(case, "require-documents", "--documents", "无")
        self.do(case, "record-decisions", "--answers", self.answers("decisions"))
        self.told("case", "assess", case)

    def scan(self) -> Path:
        """Return some scanned paper."""
        path = self.folder / "扫描件.pdf"
        path.write_bytes(b"%PDF-1.4 scanned")
        return path

    def accepted(self) -> int:
        """Return a case that is accepted."""
        case = self.receive()
        self.settle(case)
        self.do(case, "accept")
        return case

    def signed(self) -> int:
        """Return a case that went from its receipt to a signed agreement."""
        case = self.accepted()
        named = ("--name", "2019年第四批", "--agency", "东昌府区医疗保险经办机构")
        told = self.told("case", "open", "round", "open-round", "--on", "2019-11-20", *named)
        batch = int(told.split()[1])
        self.do(batch, "admit", "--members", case)
        self.told("case", "assess", case)
        self.do(case, "desk-pass", on="2019-11-26")
        visit = self.folder / "勘验.yaml"
        visit.write_text(yaml_source.write(_SETTLED["inspection"]), encoding="utf-8")
        told = ("--sheet", visit, "--objects", "全部", "--signature", "已签字")
        self.do(case, "visit", *told, on="2019-11-28")
        self.do(batch, "begin-comparison", on="2019-12-09")
        self.do(
            batch, "compare", "--comparison", self.scan(), "--standards", "评估规则", "--as", CLERK, on="2019-12-09"
        )
        chosen = ("--compared", "是", "--list", self.scan(), "--selected", case)
        self.do(batch, "conclude", *chosen, on="2019-12-10")
        self.do(case, "negotiate", "--factors", "全部", "--terms", "按统一文本", on="2019-12-20")
        terms = ("--version", "2020年版", "--number", "东医保协7号")
        self.do(case, "sign", *terms, "--starts", "2020-02-01", "--ends", "2021-01-31", on="2020-01-20")
        return case


def new_office(folder: Path, engine: str = "sqlite") -> Office:
    """Return an office with an empty register and its two people."""
    folder.mkdir(parents=True, exist_ok=True)
    if engine == "postgres":
        url = _postgres_url(f"office_{uuid.uuid4().hex[:12]}", _template(engine))
    else:
        url = str(folder / "登记册.sqlite3")
        shutil.copy(_template(engine), url)
    return Office(url, folder)


@cache
def _template(engine: str) -> str:
    """Return a register with two people: a SQLite file, or the name of a database."""
    folder = Path(mkdtemp(prefix="register-"))
    name = f"template_{uuid.uuid4().hex[:12]}"
    url = str(folder / "登记册.sqlite3") if engine == "sqlite" else _postgres_url(name, "template0")
    office = Office(url, folder)
    office.told("register", "init")
    office.told("register", "people", "add", HEAD, "--role", "head", "--role", "inspector", "--role", "clerk")
    office.told("register", "people", "add", CLERK, "--role", "clerk")
    from django.db import connections

    connections.close_all()  # a database somebody is connected to is no template
    return url if engine == "sqlite" else name


def _postgres_url(name: str, template: str) -> str:
    command = ["psql", "-h", SOCKET, "-d", "postgres", "-qc", f"CREATE DATABASE {name} TEMPLATE {template}"]
    subprocess.run(command, check=True, capture_output=True)
    return f"postgresql:///{name}?host={SOCKET}"


@contextmanager
def opened(office: Office) -> Iterator[None]:
    """Open the register of an office in this process."""
    from medcheck.register.connect import connect

    connect(office.url, files=office.env["MEDCHECK_FILES"])
    yield
