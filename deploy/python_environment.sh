#!/usr/bin/env bash
# 建立虚拟环境。用法：python_environment.sh PYTHON 目录
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1 folder=$2

if ! command -v "$python" >/dev/null; then
    echo "没有找到 $python。请先安装 Python 3.11 或更新的版本：sudo apt-get install python3 python3-venv" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "需要 Python 3.11 或更新的版本，$python 是 $("$python" -V 2>&1)。可以指定另一个：make setup PYTHON=python3.12" >&2
    exit 1
fi
# ensurepip 在 Debian 的 python3-venv 里；没有它，venv 建到一半才失败。
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    deploy/system_packages.sh venv
fi
rm -rf "$folder"
"$python" -m venv "$folder"
