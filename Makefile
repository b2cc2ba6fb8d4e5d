# 部门整体支出绩效自评。只有两条命令要记住：make run 和 make test；make help 列出全部。
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
# 并行测试的进程数，默认与处理器个数相同
WORKERS ?= $(shell nproc)

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
PYTEST := $(BIN)/python -m pytest

# 文件一律按 UTF-8 读写，不随机器的语言而变
export PYTHONUTF8 := 1
# 编译好的测试留着，每个进程、每一遍就不必都从头编译
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup run test check bench test-sqlite test-postgres format lock vendor fonts screenshots clean

help: ## 列出这些命令
	@echo "用法：make 命令 [HOST=127.0.0.1] [PORT=8000]"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: packages-run $(STAMPS)/dev ## 建立 .venv，安装运行和开发所需的一切
	@echo "已就绪：$(BIN)/python manage.py …"

run: packages-run $(STAMPS)/run ## 在 HOST:PORT 启动（首次自动安装、建库、装入示例）
	@deploy/serve.sh "$(HOST)" "$(PORT)"

test: packages-test browser check test-sqlite test-postgres ## 全部检查和测试（SQLite、浏览器、PostgreSQL）

check: packages-run $(STAMPS)/dev ## 代码风格、类型、分层约束
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --num-workers $(WORKERS)
	$(BIN)/mypy --strict selfeval/domain
	$(BIN)/lint-imports --no-cache

# 一个文件一个进程，按文件夹的次序发：浏览器测试先发出去，免得最后只剩一个进程在跑。
# 不碰数据库的测试换一个数据库也是同样的结果，只在 PostgreSQL 那一遍跑；直接运行 pytest，一个不少。
test-sqlite: packages-test browser ## 在 SQLite 上跑碰数据库的全部测试，包括浏览器测试
	env -u DATABASE_URL SELFEVAL_TESTS=with-database $(PYTEST) -n $(WORKERS) --dist loadfile --no-loadscope-reorder

test-postgres: packages-test $(STAMPS)/dev ## 在临时的 PostgreSQL 上跑除浏览器以外的全部测试
	deploy/test_postgres.sh $(PYTEST) -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not browser"

bench: packages-run $(STAMPS)/dev ## 量一量速度（tests/bench）
	$(PYTEST) -o python_files='bench_*.py' -s tests/bench

format: $(STAMPS)/dev ## 整理代码格式
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

screenshots: packages-test browser ## 重做 docs/images 里的截图
	env -u DATABASE_URL SELFEVAL_SCREENSHOTS=docs/images $(PYTEST) -m browser tests/browser

lock: ## 按 requirements*.txt 里直接用到的那一段重写其余的版本
	$(PYTHON) deploy/lock_requirements.py

vendor: ## 用 npm 重新取前端文件和测试用的 axe-core（需要网络）
	deploy/vendor.sh

fonts: ## 重新生成 static/fonts 里的字体（需要 apt 装的字体包）
	deploy/build_fonts.sh

clean: ## 删掉 .venv、缓存和 var/ 里可再生的文件（数据库、上传件和密钥保留）
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache var/static
	find . -name __pycache__ -prune -exec rm -rf {} +

# 系统软件先查齐，缺什么一次说完；什么都不缺时不碰网络，零点几秒。
.PHONY: packages-run packages-test
packages-run packages-test: packages-%:
	@PYTHON="$(PYTHON)" deploy/system_packages.sh $*

.PHONY: browser
browser: $(STAMPS)/dev
	@deploy/browser.sh

# 时间戳比 requirements 新，就什么也不做：第二次启动不碰网络。
$(VENV)/bin/python:
	@deploy/python_environment.sh "$(PYTHON)" "$(VENV)"

$(STAMPS)/run: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@mkdir -p $(STAMPS) && touch $@

# 开发用的那些包有多少模块用不到，所以不先编译：用到哪个，哪个第一次导入时编译，省下三分之一的安装时间。
$(STAMPS)/dev: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -r requirements-dev.txt
	@mkdir -p $(STAMPS) && touch $(STAMPS)/run $@
