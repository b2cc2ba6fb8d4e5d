#!/usr/bin/env bash
# 起一个临时的 PostgreSQL，在它上面执行一条命令，然后停掉并删除。用法：test_postgres.sh 命令 …
# 只用 unix 套接字，不占端口；命令从 DATABASE_URL 得到地址，退出码就是这条命令的退出码。
set -euo pipefail
cd "$(dirname "$0")/.."

bin=$(find /usr/lib/postgresql/*/bin -maxdepth 0 2>/dev/null | sort -V | tail -n 1)
if [[ ! -x $bin/initdb ]]; then
    echo "没有找到 PostgreSQL，请执行：sudo apt-get install -y --no-install-recommends postgresql" >&2
    exit 1
fi

# PostgreSQL 拒绝以 root 运行。
as_server=(env)
[[ $(id -u) != 0 ]] || as_server=(runuser -u postgres --)

folder=$(mktemp -d /tmp/selfeval-pg.XXXXXX)
stop() {
    (cd / && "${as_server[@]}" "$bin/pg_ctl" stop --silent --mode=immediate -D "$folder/data") || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
[[ $(id -u) != 0 ]] || chown postgres: "$folder"

# 断电恢复、复制、预写日志的节制，用完即弃的库都用不着；即时编译只拖慢小查询。
# 测试撤回的行要勤清理：表里全是死行时，连“有没有一行”都要从头找到尾。
server_settings="-c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=8GB -c checkpoint_timeout=1h"
server_settings+=" -c jit=off -c shared_buffers=256MB -c autovacuum_naptime=10s -c autovacuum_vacuum_cost_delay=0"

# 排序和大小写规则不随机器的语言而变；断电安全在用完即弃的库里没有意义。
(
    cd /
    "${as_server[@]}" env LC_ALL=C TZ=UTC "$bin/initdb" -D "$folder/data" -U selfeval --auth=trust \
        --encoding=UTF8 --locale=C --no-sync >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }
    "${as_server[@]}" env LC_ALL=C TZ=UTC "$bin/pg_ctl" start --silent --wait -D "$folder/data" -l "$folder/data/server.log" \
        -o "-k $folder -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off $server_settings" ||
        { cat "$folder/data/server.log" >&2; exit 1; }
)

export DATABASE_URL="postgresql://selfeval@/selfeval?host=$folder"
"$@"
