#!/usr/bin/env bash
# 用 npm 取 static/vendor 里的前端文件和 tests/browser/vendor 里只在测试时用的，各写 versions.json。
# 需要 npm 和网络；平时用不到。
# 升级：改下面的版本号，运行 make vendor，看过差别再提交。
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

into() {
    out=$PWD/$1
    : >"$scratch/taken"
}

take() {
    local package=$1 version=$2 licence=$3
    shift 3
    local folder=$out/$package archive=${package#@}
    archive=$scratch/${archive//\//-}-$version.tgz
    mkdir -p "$folder" "$scratch/$package"
    (cd "$scratch" && npm pack --silent "$package@$version" >/dev/null)
    tar -xzf "$archive" -C "$scratch/$package"
    cp "$scratch/$package/package/LICENSE" "$folder/LICENSE"
    local file
    for file in "$@"; do
        # 源映射不随带；留着这一行，收集静态文件时会去找它。
        sed '/^\/[*\/]# sourceMappingURL=/d' "$scratch/$package/package/$file" >"$folder/$(basename "$file")"
    done
    printf '%s\t%s\t%s\t%s\n' "$package" "$version" "$licence" "$*" >>"$scratch/taken"
}

record() {
    .venv/bin/python deploy/vendor_versions.py "$scratch/taken" "$out"
}

into static/vendor
take bootstrap 5.3.9 MIT dist/css/bootstrap.min.css dist/js/bootstrap.bundle.min.js
take htmx.org 2.0.11 0BSD dist/htmx.min.js
# 一组互相引用的模块，缺一不可。
take @noble/ciphers 2.4.0 MIT chacha.js _arx.js _poly1305.js utils.js
record

# 不放在 static：不送给任何人的浏览器。
into tests/browser/vendor
take axe-core 4.14.1 MPL-2.0 axe.min.js LICENSE-3RD-PARTY.txt
record
