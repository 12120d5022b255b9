#!/usr/bin/env bash
# 安装 medcheck：在 WSL（Ubuntu）或 Linux 电脑上运行一次。用法：bash install.sh [--index-url 地址]
# 有 wheels 文件夹（make bundle 生成）时从中安装，不需要联网；没有时联网安装。装在 ~/.medcheck，不改动系统的 Python。
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=${MEDCHECK_HOME:-$HOME/.medcheck}
bin=${MEDCHECK_BIN:-$HOME/.local/bin}
index=()
while [ $# -gt 0 ]; do
    case "$1" in
        --index-url) [ $# -gt 1 ] || { echo "错误：--index-url 后面要写地址"; exit 2; }; index=(--index-url "$2"); shift 2 ;;
        -h | --help) sed -n '2,3s/^# //p' "$0"; exit 0 ;;
        *) echo "错误：没有选项“$1”；运行 bash install.sh --help 查看用法"; exit 2 ;;
    esac
done

find_python() {
    for name in python3.12 python3.11 python3.13 python3; do
        if command -v "$name" > /dev/null && "$name" -c 'import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2> /dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

if ! python=$(find_python); then
    echo "[1/3] 安装 Python（需要输入密码；输入时不显示是正常的）"
    sudo apt-get update -qq
    sudo apt-get install -y python3 python3-venv python3-dev gcc
    python=$(find_python) || { echo "错误：需要 Python 3.11 至 3.13，本机没有。请用 Ubuntu 24.04 或更新的版本。"; exit 3; }
else
    echo "[1/3] 已有 Python：$python"
fi

echo "[2/3] 安装 medcheck，约需一两分钟"
"$python" -m venv "$home"
if [ -d "$here/wheels" ]; then
    "$home/bin/python" -m pip --disable-pip-version-check install -q --no-index --find-links "$here/wheels" 'medcheck[word,pdf]'
else
    # durable-rules 以源码发布；它调用的一个函数在 Python 3.13 中改了名。
    CPPFLAGS="${CPPFLAGS:-} -DPyEval_CallObject=PyObject_CallObject" \
        "$home/bin/python" -m pip --disable-pip-version-check install -q "${index[@]}" "$here[word,pdf]"
fi

mkdir -p "$bin"
ln -sf "$home/bin/medcheck" "$bin/medcheck"
case ":$PATH:" in
    *":$bin:"*) ;;
    *) echo "export PATH=\"$bin:\$PATH\"" >> "$HOME/.bashrc" ;;
esac
echo "[3/3] 装好了：$("$bin/medcheck" --version)"
echo "重新打开窗口，输入 medcheck form 门诊 -o 申请.xlsx 开始。"
