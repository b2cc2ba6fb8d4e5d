#!/usr/bin/env bash
# 检查并安装系统软件包。用法：system_packages.sh run|test
# 能用 apt（root 或免口令 sudo）就装上，不能就给出要执行的那一条命令并以 1 退出。什么都不缺时不碰网络。
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}

# 每行：软件包、判断它能不能用的命令。
needs_of() {
    case $1 in
    run)
        echo "${python##*/}-venv|$python -c 'import ensurepip'"
        echo "libpango-1.0-0|library libpango-1.0.so.0"
        echo "libpangoft2-1.0-0|library libpangoft2-1.0.so.0"
        echo "libharfbuzz-subset0|library libharfbuzz-subset.so.0"
        ;;
    test)
        needs_of run
        echo "libatomic1|library libatomic.so.1"
        browser_needs
        echo "postgresql|ls /usr/lib/postgresql/*/bin/initdb"
        echo "poppler-utils|command -v pdftotext && command -v pdftoppm"
        echo "libreoffice-calc|command -v soffice && ls /usr/lib/libreoffice/program/libsclo.so"
        echo "libreoffice-writer|command -v soffice && ls /usr/lib/libreoffice/program/libswlo.so"
        ;;
    *)
        echo "用法：$0 run|test" >&2
        return 2
        ;;
    esac
}

# Ubuntu 的 chromium 包只装 snap，测试用不了；那里由 deploy/browser.sh 下载一个，这里只装它要用的库。
browser_needs() {
    local chromium="$python tests/browser/chromium.py"
    if $chromium >/dev/null 2>&1 || ! is_ubuntu; then
        echo "chromium-headless-shell|$chromium"
        return
    fi
    echo "libnss3|library libnss3.so"
    echo "libatk-bridge2.0-0t64|library libatk-bridge-2.0.so.0"
    echo "libcups2t64|library libcups.so.2"
    echo "libasound2t64|library libasound.so.2"
    echo "libgbm1|library libgbm.so.1"
    echo "libcairo2|library libcairo.so.2"
    echo "libxkbcommon0|library libxkbcommon.so.0"
    echo "libxcomposite1|library libXcomposite.so.1"
    echo "libxdamage1|library libXdamage.so.1"
    echo "libxfixes3|library libXfixes.so.3"
    echo "libxrandr2|library libXrandr.so.2"
}

is_ubuntu() {
    (. "${OS_RELEASE:-/etc/os-release}" && [[ ${ID:-} == ubuntu ]]) 2>/dev/null
}

# 与 WeasyPrint 用同样的办法找，找得到才算有。
library() {
    "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1"
}

missing_of() {
    local package probe
    while IFS='|' read -r package probe; do
        (eval "$probe") >/dev/null 2>&1 || echo "$package"
    done < <(needs_of "$1")
}

install() {
    export DEBIAN_FRONTEND=noninteractive
    "$@" apt-get install -y -q --no-install-recommends "${missing[@]}" && return
    # 全新的机器上软件包目录是空的。
    "$@" apt-get update -q
    "$@" apt-get install -y -q --no-install-recommends "${missing[@]}"
}

needs_of "$1" >/dev/null
mapfile -t missing < <(missing_of "$1")
((${#missing[@]})) || exit 0

command="sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
if ! command -v apt-get >/dev/null; then
    echo "缺少系统软件：${missing[*]}。这台机器没有 apt，请用它自己的办法安装相应的软件，再重试。" >&2
    exit 1
elif [ "$(id -u)" = 0 ]; then
    echo "正在安装系统软件：${missing[*]}"
    install env
elif sudo -n true 2>/dev/null; then
    echo "正在安装系统软件：${missing[*]}"
    install sudo -n env DEBIAN_FRONTEND=noninteractive
else
    printf '缺少系统软件，请执行下面这条命令后重试：\n\n    %s\n\n' "$command" >&2
    exit 1
fi

mapfile -t missing < <(missing_of "$1")
if ((${#missing[@]})); then
    printf '装过以后仍然缺少：%s。请执行：\n\n    %s\n\n' "${missing[*]}" "$command" >&2
    exit 1
fi
