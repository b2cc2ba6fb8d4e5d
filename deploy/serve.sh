#!/usr/bin/env bash
# 建库、装入指标体系和示例，然后启动网页服务和后台进程。用法：serve.sh 地址 端口（由 make run 调用）
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

# 设置和代码由第一条检查一遍，后面几条不必各查一遍（每遍两秒）。
"$python" manage.py migrate --no-input --verbosity 0
"$python" manage.py record_start --skip-checks
"$python" manage.py load_frameworks --skip-checks
if [[ ${SELFEVAL_ENV:-development} == production ]]; then
    "$python" manage.py collectstatic --no-input --verbosity 0
else
    "$python" manage.py load_demo --skip-checks
fi

echo
echo "启动完成后请用浏览器打开：http://${host/#0.0.0.0/127.0.0.1}:$port/   （按 Ctrl+C 停止）"
echo
# 后台进程（批量导出）：被杀掉或出错就再起一个；告诉它停，就做完手上这一份再停。
work() {
    local worker='' is_stopping=''
    trap 'is_stopping=1; if [[ -n $worker ]]; then kill "$worker" 2>/dev/null || true; fi' TERM
    until [[ -n $is_stopping ]]; do
        "$python" manage.py run_worker &
        worker=$!
        # 信号会打断等待：后台进程还在，就接着等。
        while kill -0 "$worker" 2>/dev/null; do wait "$worker" || true; done
        [[ -n $is_stopping ]] || sleep 2
    done
}
work &
helper=$!

.venv/bin/granian --interface wsgi --host "$host" --port "$port" --workers 2 --blocking-threads 4 \
    --log-level warning selfeval.wsgi:application &
web=$!

# 停网页服务，就一起停后台进程；网页服务自己停了，也一样。
stop() { kill "$web" "$helper" 2>/dev/null || true; }
trap stop INT TERM
trap stop EXIT
status=0
while kill -0 "$web" 2>/dev/null; do status=0; wait "$web" || status=$?; done
stop
while kill -0 "$helper" 2>/dev/null; do wait "$helper" || true; done
exit "$status"
