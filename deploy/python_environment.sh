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
    echo "需要 Python 3.11 或更新的版本，$python 是 $("$python" -V 2>&1)。" >&2
    echo "装好新版本后指定它，例如：sudo apt-get install python3.11 python3.11-venv && make setup PYTHON=python3.11" >&2
    exit 1
fi
# 建到一半的目录不留下，否则下一次会当作已经建好。
trap 'rm -rf "$folder"' EXIT
rm -rf "$folder"
"$python" -m venv "$folder"
trap - EXIT
# 系统自带的旧 pip 光是读各软件包的版本清单就要二十几秒，新的七秒，换它只要三四秒。换不成（镜像里没有）照样能装，只是慢些。
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check pip==26.3 || true
