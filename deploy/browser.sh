#!/usr/bin/env bash
# 保证浏览器测试有 Chromium 可用：机器上有就用它，没有就下载 Playwright 自己的（只下载一次，此后不碰网络）。
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python

! "$python" tests/browser/chromium.py >/dev/null || exit 0
faults=$(mktemp)
trap 'rm -f "$faults"' EXIT
"$python" -m playwright install --only-shell chromium 2>"$faults" && exit 0

# 每次重试都留下一长串调用栈，说明原因的只有第一行。
grep -m 1 '^Error: ' "$faults" >&2 || cat "$faults" >&2
cat >&2 <<END
浏览器测试要用 Chromium，这台机器上没有能用的，也没有下载成功。请在能连外网时执行下面这条命令后重试：

    $python -m playwright install --only-shell chromium

也可以装上 Google Chrome，或用 CHROMIUM=/路径/chrome 指定一个。不用浏览器的检查和测试是：make check test-postgres
END
exit 1
