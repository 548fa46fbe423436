#!/usr/bin/env bash
# Makes sure of what a build, or the tests, need, and installs what is missing where it can:
#   .ci/bootstrap.sh build|test
set -uo pipefail
cd "$(dirname "$0")/.."
goal=${1:-build}

fail() {
  echo "eventscope needs $1." >&2
  exit 1
}

check_swift() {
  command -v swift >/dev/null || fail "Swift 6.2 or newer, and there is no swift command; get it from https://swift.org/install"
  local version
  version=$(swift --version 2>/dev/null | grep -oE 'Swift version [0-9]+\.[0-9]+' | grep -oE '[0-9]+\.[0-9]+' | head -n 1)
  local major=${version%%.*} minor=${version##*.}
  if [ -z "$version" ] || [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; then
    fail "Swift 6.2 or newer, and this is ${version:-of an unknown version}; get it from https://swift.org/install"
  fi
}

has_ncurses() {
  [ "$(uname)" = Darwin ] && return 0
  [ -e /usr/include/curses.h ] || [ -e /usr/include/ncursesw/curses.h ] || return 1
  compgen -G '/usr/lib/*/libncursesw.so' >/dev/null || compgen -G '/usr/lib*/libncursesw.so' >/dev/null
}

has_zlib() {
  [ "$(uname)" = Darwin ] || [ -e /usr/include/zlib.h ]
}

# Installs Debian packages; says nothing, and fails where it cannot.
install_packages() {
  command -v apt-get >/dev/null || return 1
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || return 1
    as_root=(sudo)
    [ -t 0 ] || as_root=(sudo -n)
  fi
  echo "installing $*" >&2
  local environment=(env DEBIAN_FRONTEND=noninteractive)
  "${as_root[@]}" "${environment[@]}" apt-get install -y -q "$@" >/dev/null 2>&1 </dev/null && return 0
  "${as_root[@]}" apt-get update -q >/dev/null 2>&1 </dev/null
  "${as_root[@]}" "${environment[@]}" apt-get install -y -q "$@" >/dev/null 2>&1 </dev/null
}

# What the end-to-end tests talk with. Without them those tests are skipped, and say so.
prepare_tests() {
  local missing=()
  command -v tmux >/dev/null || missing+=(tmux)
  command -v curl >/dev/null || missing+=(curl)
  command -v nc >/dev/null || missing+=(netcat-openbsd)
  command -v python3 >/dev/null || missing+=(python3 python3-venv)
  if [ ${#missing[@]} -gt 0 ] && ! install_packages "${missing[@]}"; then
    echo "not here: ${missing[*]}; the tests that need them are skipped" >&2
  fi
  local python=.build/python/bin/python3
  if command -v python3 >/dev/null && ! "$python" -c 'import cloudevents.core' 2>/dev/null; then
    mkdir -p .build
    if ! { python3 -m venv .build/python && "$python" -m pip install -q 'cloudevents>=2.2'; } \
      >/dev/null 2>&1 </dev/null; then
      rm -rf .build/python
      echo "not here: the Python package cloudevents; the tests against it are skipped" >&2
    fi
  fi
}

check_swift
if ! has_ncurses && ! { install_packages libncurses-dev && has_ncurses; }; then
  fail "the ncurses headers, which could not be installed; install libncurses-dev (Debian, Ubuntu) or ncurses-devel (Fedora)"
fi
if ! has_zlib && ! { install_packages zlib1g-dev && has_zlib; }; then
  fail "the zlib headers, which could not be installed; install zlib1g-dev (Debian, Ubuntu) or zlib-devel (Fedora)"
fi
[ "$goal" = test ] && prepare_tests
exit 0
