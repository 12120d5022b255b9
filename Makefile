# Everything here only calls what a person could type. Needs Python 3.11 to 3.13, make, git and a C compiler.
PYTHON ?= $(shell for p in python3.12 python3.11 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
# durable-rules 2.0.28 calls a function that Python 3.13 removed; its replacement has the same arguments.
export CPPFLAGS += -DPyEval_CallObject=PyObject_CallObject
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help demo bundle test test-browser test-postgres gallery lint mutants mutants-code bench prove docs clean

help:
	@echo "make demo   安装并评估全部示例申请表 (install, assess every shipped sample)"
	@echo "make bundle 生成可离线安装的文件夹 medcheck-安装包 (a folder that installs without a network)"
	@echo "make test   运行全部测试 (run the tests)"
	@echo "make test-browser  在真实的 Chromium 中检查网页报告 (the page in a real Chromium)"
	@echo "make test-postgres  登记册的测试在真实的 PostgreSQL 上再做一遍 (the register on a real PostgreSQL)"
	@echo "make gallery  重画 docs/gallery 中的图片 (redraw the pictures of the gallery)"
	@echo "make lint   代码、类型、导入和规则检查 (linters, types, import contracts)"
	@echo "make mutants 逐条改坏规则，看用例能否发现 (break every rule: do the cases notice?)"
	@echo "make mutants-code 改坏三百处代码，看测试能否发现，约需一小时 (break the code: do the tests notice? an hour)"
	@echo "make bench  测量速度和内存 (benchmarks, as ratios)"
	@echo "make prove  大量随机申请和逐格改坏的证明，约二十分钟 (proofs by large numbers)"

$(VENV)/user: setup.cfg
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 至 3.13 (Python 3.11 to 3.13 is needed)"; exit 1; }
	@echo "[1/2] 建立虚拟环境 (virtual environment): $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@echo "[2/2] 安装，约需一两分钟 (installing, a minute or two)"
	@$(PIP) install --progress-bar off -e . && touch $@

$(VENV)/dev: $(VENV)/user
	@echo "安装测试工具 (installing the test tools)"
	@$(PIP) install --progress-bar off -e '.[dev]' && touch $@

$(VENV)/browser: $(VENV)/dev
	@echo "安装浏览器测试工具 (installing the browser test tools)"
	@$(PIP) install --progress-bar off -e '.[dev-browser]' && touch $@

demo: $(VENV)/user
	@echo; $(BIN)/medcheck assess forms/samples/*.xlsx -o 示例报告; code=$$?; test $$code -le 1 || exit $$code
	@echo; echo "报告在 (the reports are in): $(CURDIR)/示例报告    用浏览器打开其中的 .html 文件"

# For an office without a network: the wheels of medcheck and of all it needs, the installer, the guide. Made on a machine
# of the same kind (system, Python) as the one it is for.
bundle: $(VENV)/user
	@rm -rf medcheck-安装包 && mkdir -p medcheck-安装包/wheels
	@$(PIP) wheel --progress-bar off -w medcheck-安装包/wheels '.[word,pdf]'
	@cp install.sh README.zh-CN.md LICENSE medcheck-安装包/
	@echo; echo "已生成 (made): $(CURDIR)/medcheck-安装包    复制到目标电脑后运行其中的 install.sh"

test: $(VENV)/dev
	$(BIN)/python -m pytest -n auto

# Needs Debian's chromium, fonts-noto-cjk and poppler-utils (or the like); no browser is downloaded.
test-browser: $(VENV)/browser
	$(BIN)/python -m pytest -n 2 tests/browser

# Needs Debian's postgresql (or the like): a server of its own on a socket in a temporary folder, never as root.
test-postgres: $(VENV)/dev
	.ci/with-postgres $(BIN)/python -m pytest -n 2 tests/test_register*.py

gallery: $(VENV)/browser
	$(BIN)/python -m tests.browser.gallery

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/yamllint .
	$(BIN)/medcheck rules check

mutants: $(VENV)/dev
	$(BIN)/python -m tests.mutants

mutants-code: $(VENV)/dev
	$(BIN)/python -m tests.mutants_code

docs: $(VENV)/user
	@mkdir -p docs/schemas
	for name in rules result compare case clinic hospital pharmacy; do $(BIN)/medcheck schema $$name > docs/schemas/$$name.schema.json; done
	$(BIN)/medcheck rules docs -o docs/rules.md
	$(BIN)/medcheck rules docs --pack national-2021 -o docs/rules-national-2021.md
	$(BIN)/medcheck rules docs --pack liaocheng-2021 -o docs/rules-liaocheng-2021.md
	$(BIN)/medcheck rules procedures -o docs/procedure.md
	$(BIN)/medcheck rules procedures --pack national-2021 -o docs/procedure-national-2021.md
	for pack in liaocheng-2021 national-2021 liaocheng-2019; do $(BIN)/medcheck rules hash --pack $$pack -o docs/hashes.md; done

bench: $(VENV)/dev
	$(BIN)/python -m benchmarks.bench_engine
	$(BIN)/python -m benchmarks.bench_hospital
	$(BIN)/python -m benchmarks.bench_read
	$(BIN)/python -m benchmarks.bench_hostile
	$(BIN)/python -m benchmarks.bench_report
	$(BIN)/python -m benchmarks.bench_batch
	$(BIN)/python -m benchmarks.bench_register
	$(BIN)/python -m benchmarks.bench_before

prove: $(VENV)/dev
	$(BIN)/python -m benchmarks.bench_engine --differential 1000000
	$(BIN)/python -m pytest -n auto tests/test_no_better.py tests/test_stricter.py tests/test_lives.py --thorough
	.ci/with-postgres $(BIN)/python -m pytest -n 0 -s tests/test_register_race.py tests/test_register_lives.py --thorough

clean:
	rm -rf $(VENV) 报告 build dist *.egg-info
