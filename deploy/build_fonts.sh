#!/usr/bin/env bash
# 从 Debian 的字体包裁出 static/fonts 里的字体，并更新 SHA256SUMS。几十秒。
# 需要：sudo apt-get install fonts-noto-cjk fonts-noto-cjk-extra fonts-lxgw-wenkai libharfbuzz-bin
# 打印用的不做 woff2：每个排版进程都要先解压一遍。网页用的做 woff2：传得少。
set -euo pipefail
cd "$(dirname "$0")/.."
noto=${NOTO:-/usr/share/fonts/opentype/noto}
wenkai=${WENKAI:-/usr/share/fonts/truetype/lxgw-wenkai}
out=static/fonts

needed=("$noto"/Noto{Serif,Sans}CJK-{Regular,Bold}.ttc "$noto/NotoSansCJK-Medium.ttc" "$wenkai/LXGWWenKai-Regular.ttf")
for file in "${needed[@]}"; do
    if [[ ! -f $file ]] || ! command -v hb-subset >/dev/null; then
        echo "缺少 ${file} 或 hb-subset，请执行：" >&2
        echo "sudo apt-get install -y --no-install-recommends fonts-noto-cjk fonts-noto-cjk-extra fonts-lxgw-wenkai libharfbuzz-bin" >&2
        exit 1
    fi
done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
.venv/bin/python deploy/font_characters.py >"$scratch/characters.txt"

# 字面 2 是合集里的简体中文。不带提示，只留竖排、地区字形和组合三种特性。
common() {
    local face=$1 source=$2 target=$3
    hb-subset --face-index="$face" --unicodes-file="$scratch/characters.txt" --no-hinting --desubroutinize \
        --layout-features=vert,locl,ccmp --output-file="$target" "$source"
}

common 2 "$noto/NotoSerifCJK-Regular.ttc" $out/song.otf
common 2 "$noto/NotoSerifCJK-Bold.ttc" $out/title.otf
common 2 "$noto/NotoSansCJK-Medium.ttc" $out/hei.otf
common 0 "$wenkai/LXGWWenKai-Regular.ttf" $out/kai.ttf
.venv/bin/python deploy/name_font.py $out/kai.ttf "Form Kai"
# 生僻字的后备：全部字符。
hb-subset --face-index=2 --unicodes='*' --no-hinting --layout-features=vert,locl,ccmp \
    --output-file=$out/song-full.otf "$noto/NotoSerifCJK-Regular.ttc"

for weight in Regular Bold; do
    name=sans; [[ $weight == Regular ]] || name=sans-bold
    # 网页上要有等宽数字，多留 tnum。
    hb-subset --face-index=2 --unicodes-file="$scratch/characters.txt" --no-hinting \
        --layout-features=locl,ccmp,tnum,kern --output-file="$scratch/$name.otf" "$noto/NotoSansCJK-$weight.ttc"
    .venv/bin/fonttools ttLib.woff2 compress -o $out/$name.woff2 "$scratch/$name.otf" 2>/dev/null
done

(cd $out && sha256sum -- *.otf *.ttf *.woff2 >SHA256SUMS)
ls -l $out
