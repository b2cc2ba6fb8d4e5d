#!/usr/bin/env bash
# 建库、装入指标体系和示例，然后启动网页服务。用法：serve.sh 地址 端口（由 make run 调用）
set -euo pipefail
cd "$(dirname "$0")/.."
host=$1 port=$2
python=.venv/bin/python

"$python" deploy/check_address.py "$host" "$port"

# 让别的机器也能访问时，Django 要认得这台机器的名字和地址。
if [[ -z ${ALLOWED_HOSTS:-} && $host != 127.0.0.1 && $host != localhost ]]; then
    ALLOWED_HOSTS="127.0.0.1,localhost,$host,$(hostname),$(hostname -I 2>/dev/null | xargs | tr ' ' ,)"
    export ALLOWED_HOSTS
fi

"$python" manage.py migrate --no-input --verbosity 0
"$python" manage.py load_frameworks
if [[ ${SELFEVAL_ENV:-development} == production ]]; then
    "$python" manage.py collectstatic --no-input --verbosity 0
else
    "$python" manage.py load_demo
fi

echo
echo "启动完成后请用浏览器打开：http://${host/#0.0.0.0/127.0.0.1}:$port/   （按 Ctrl+C 停止）"
echo
exec .venv/bin/granian --interface wsgi --host "$host" --port "$port" --workers 2 --blocking-threads 4 \
    --log-level warning selfeval.wsgi:application
