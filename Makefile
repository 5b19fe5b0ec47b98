# 准入 Zhunru：一件事，一条命令。 One command per job.
# 只需 Python 3.11+；其余由此装入 .venv。 Needs Python 3.11+; the rest goes into .venv.

PYTHON ?= python3

BIN   := .venv/bin
STAMP := .venv/.installed
NODE  := tests/node/node_modules/.package-lock.json
EDITOR := ui/app_parts/sparql_editor
EDITOR_NODE := $(EDITOR)/node_modules/.package-lock.json
JENA  := /usr/share/java/jena-shacl.jar
FONT  := /usr/share/fonts/truetype/wqy/wqy-microhei.ttc

# 仅在缺系统软件包时用到；非 root 时经 sudo。 Only for missing system packages; sudo unless root.
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
APT_INSTALL = $(SUDO) apt-get update -q && $(SUDO) env DEBIAN_FRONTEND=noninteractive \
	apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=600

# 缺 Node.js 就装上。 Install Node.js where it is missing.
HAVE_NODE = if command -v npm >/dev/null && command -v curl >/dev/null; then exit 0; fi; \
	if command -v apt-get >/dev/null; then $(APT_INSTALL) nodejs npm curl; \
	else echo "请自行安装 Node.js 18 或更高版本与 npm。 Please install Node.js 18+ and npm." >&2; fi

.DEFAULT_GOAL := help
.PHONY: help run test setup browser java jena node editor virtuoso lint format lock site notebook bench screenshots clean

help: ## 显示本说明 Show this help
	@echo "用法 Usage: make <目标 target> [PYTHON=python3.11]"
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; \
		do printf '  make %-11s %s\n' "$$name" "$$text"; done

run: setup ## 安装、演示并打开应用 Install, show the demo, open the app
	@$(BIN)/zhunru demo
	@if [ -t 0 ] && [ -t 1 ]; then exec $(BIN)/zhunru ui; fi; \
	echo; \
	echo "打开应用请运行：$(BIN)/zhunru ui"; \
	echo "To open the app, run: $(BIN)/zhunru ui"

test: setup browser java jena node $(EDITOR_NODE) virtuoso lint ## 运行全部检查 Run every check
	$(BIN)/pytest -n 2 --dist worksteal

setup: $(STAMP) ## 建立 .venv 并装好依赖 Create .venv with all dependencies

lint: setup ## 检查代码风格与类型 Check style and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: setup ## 整理代码格式 Format the code
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# 不写出索引地址，锁定文件在任何镜像上都能用。 No index address, so that it installs from any mirror.
# 已锁定的版本尽量不动；全部升级用 make lock FLAGS=--upgrade。 Pins stay unless FLAGS=--upgrade.
lock: setup ## 依 pyproject.toml 更新 requirements.lock Bring it in step with pyproject.toml
	$(BIN)/uv pip compile --quiet $(FLAGS) --universal --python-version 3.11 --all-extras \
		--generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
		pyproject.toml --output-file requirements.lock

site: setup ## 建文档网站到 site/ Build the documentation site into site/
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir site
	@echo "已建成；阅读请运行：$(BIN)/python -m http.server --bind 127.0.0.1 --directory site"
	@echo "Built. To read it, run: $(BIN)/python -m http.server --bind 127.0.0.1 --directory site"

editor: $(EDITOR_NODE) ## 由源码打包 SPARQL 编辑器 Bundle the SPARQL editor from its source
	@npm run build --prefix $(EDITOR) --silent

notebook: setup ## 重新运行 docs/notebook.ipynb Run the notebook anew and store its outputs
	$(BIN)/python docs/run_notebook.py

bench: setup browser ## 与同类比较速度，打印倍数 Compare with peers and print ratios
	$(BIN)/python bench/queries.py
	$(BIN)/python bench/verdicts.py
	$(BIN)/python bench/workbook.py
	$(BIN)/python bench/population.py
	$(BIN)/python bench/memory.py
	$(BIN)/python bench/endpoint.py
	$(BIN)/python bench/app.py

screenshots: setup browser ## 重拍 docs/images 的图 Take the pictures in docs/images anew
	$(BIN)/python docs/screenshots.py

clean: ## 删除 .venv、缓存与构建产物 Remove .venv, caches and builds
	rm -rf .venv build dist site .mypy_cache .pytest_cache .ruff_cache .hypothesis \
		tests/node/node_modules $(EDITOR)/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# 标记最后才写，安装中断后会重来。 The stamp comes last: an interrupted install starts over.
$(STAMP): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "需要 Python 3.11 或更高版本；可指定解释器：make PYTHON=python3.11 …" >&2; \
		echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.11 …" >&2; exit 1; }
	@rm -f $@
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(APT_INSTALL) \
		$$($(PYTHON) -c 'import sys; print("python3.%d-venv" % sys.version_info[1])'); }
	@echo "正在安装依赖到 .venv，约需一至三分钟…… Installing into .venv, one to three minutes…"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-deps --no-build-isolation --editable .
	@touch $@

# 界面测试用的浏览器与中文字体。 The browser and the Chinese font for the tests of the app.
browser:
	@if command -v chromium >/dev/null && [ -e $(FONT) ]; then exit 0; fi; \
	if command -v apt-get >/dev/null; then $(APT_INSTALL) chromium fonts-wqy-microhei; \
	else echo "请自行安装 chromium 与中文字体。 Please install chromium and a Chinese font." >&2; fi

# 测试 Spark、Jena 与 TopBraid 用的 Java。 The Java for the tests of Spark, Jena and TopBraid.
java:
	@if command -v java >/dev/null; then exit 0; fi; \
	if command -v apt-get >/dev/null; then $(APT_INSTALL) openjdk-17-jre-headless; \
	else echo "请自行安装 Java 17 或 21。 Please install Java 17 or 21." >&2; fi

# 测试拿来对照的 SHACL 引擎 Apache Jena。 Apache Jena, a SHACL engine that tests compare with.
jena: java
	@if [ -e $(JENA) ]; then exit 0; fi; \
	if command -v apt-get >/dev/null; then $(APT_INSTALL) libapache-jena-java; \
	else echo "测试用 Debian 的 libapache-jena-java。 Tests use Debian's libapache-jena-java." >&2; fi

# 远程存储库测试用的 Virtuoso：只装程序，不装服务，测试自己在临时目录里启动。
# The Virtuoso for the tests of remote stores: the program only, no service; tests start it.
virtuoso:
	@if command -v virtuoso-t >/dev/null; then exit 0; fi; \
	if command -v apt-get >/dev/null; then $(APT_INSTALL) virtuoso-opensource-7-bin; \
	else echo "请自行安装 Virtuoso 7。 Please install Virtuoso 7." >&2; fi

# 测试用的 JavaScript 程序，装在 tests/node/node_modules：问端点的 Comunica，SHACL 引擎。
# JavaScript programs that tests use: Comunica to ask the endpoint, and a SHACL engine.
node: $(NODE)

$(NODE): tests/node/package.json tests/node/package-lock.json
	@$(HAVE_NODE)
	@echo "正在安装 npm 包…… Installing npm packages…"
	@npm ci --prefix tests/node --silent --no-progress
	@touch $@

# 编辑器打包用的 npm 包。 The npm packages that the editor is bundled from.
$(EDITOR_NODE): $(EDITOR)/package.json $(EDITOR)/package-lock.json
	@$(HAVE_NODE)
	@echo "正在安装编辑器的 npm 包…… Installing the editor's npm packages…"
	@npm ci --prefix $(EDITOR) --silent --no-progress
	@touch $@
