#!/bin/sh
# Makes .venv hold exactly what a lock file pins, and this project on top of it, editable.
#
#     sh tools/setup.sh requirements.lock
#
# Takes uv where it is installed, else python3 -m venv and pip. Needs no root, and asks for no package that is
# not pinned with its hash, but for what builds pyspark, which comes as source only. Where neither way works it
# names the one command that helps and fails.
set -u
cd "$(dirname "$0")/.." || exit 1
lock=$1
venv=.venv
python=$venv/bin/python
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
can_make_venv='import ensurepip, venv'
why=''
# An office's network may have a certificate of its own, which the system knows (the second name: older uv).
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}" UV_NATIVE_TLS="${UV_NATIVE_TLS:-1}"

# A name on PATH proves nothing (version managers put stand-ins there): every candidate is run.
find_python() {
    for candidate in python3.11 python3.12 python3.13 python3 python3.14 python; do
        if "$candidate" -c "$new_enough" 2>/dev/null && "$candidate" -c "$1" 2>/dev/null; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return 0
        fi
    done
    return 1
}

usable() {
    [ -x "$python" ] && "$python" -c "$new_enough" 2>/dev/null
}

with_uv() {
    command -v uv >/dev/null 2>&1 || return 1
    usable || uv venv --quiet --clear --python "$(find_python pass || echo 3.11)" "$venv" || return 1
    uv pip install --quiet --python "$python" --require-hashes -r "$lock" &&
        uv pip install --quiet --python "$python" --no-deps --no-build-isolation -e .
}

with_pip() {
    if ! { usable && "$python" -m pip --version >/dev/null 2>&1; }; then
        base=$(find_python "$can_make_venv") || { why=python; return 1; }
        "$base" -m venv --clear "$venv" || { why=python; return 1; }
    fi
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" &&
        "$python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
}

explain() {
    if [ "$why" != python ]; then
        echo "setup failed: see the message above; the package index must be reachable" >&2
        echo "安装失败：原因见上；请确认能够访问 Python 软件包索引" >&2
    elif find_python pass >/dev/null; then
        echo "setup failed: this Python cannot make virtual environments; install its venv module, then try again:" >&2
        echo "安装失败：当前 Python 无法创建虚拟环境，请先执行下面的命令再重试：" >&2
        echo "    sudo apt install python3-venv" >&2
    else
        echo "setup failed: Python 3.11 or newer is needed and none was found; install it, then try again:" >&2
        echo "安装失败：需要 Python 3.11 或更高版本，请先执行下面的命令再重试：" >&2
        echo "    sudo apt install python3 python3-venv" >&2
    fi
}

echo "Setting up $venv from $lock ..." >&2
with_uv || with_pip || { explain; exit 1; }
