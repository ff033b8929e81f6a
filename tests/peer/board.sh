# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
# shellcheck shell=bash
#
# For the scripts here: a simulated board in the background, and what it holds.

dir=$(mktemp -d)
board_pid=

stop_board ()
{
  if [ -n "$board_pid" ]; then
    kill "$board_pid" 2>/dev/null || true
    wait "$board_pid" || true
  fi
  board_pid=
}

trap 'stop_board; rm -rf "$dir"' EXIT

# need_firmware FILE...: skips unless GLOWPLUG_FIRMWARE_DIR has them
need_firmware ()
{
  for file in "$@"; do
    if [ ! -f "${GLOWPLUG_FIRMWARE_DIR:-}/$file" ]; then
      echo "skipped: no $file in GLOWPLUG_FIRMWARE_DIR"
      exit 77
    fi
  done
}

die ()
{
  echo "FAILED: $*"
  [ -f "$dir/report" ] && cat "$dir/report"
  exit 1
}

# start_board CHIP WAY [OPTION...]: sets $port
# shellcheck disable=SC2034
start_board ()
{
  rm -f "$dir/flash" "$dir/report" "$dir/ready"
  way=$2
  if [ "$way" = pty ]; then
    set -- --chip "$1" --pty "$dir/pty" "${@:3}"
  else
    set -- --chip "$1" --tcp 0 "${@:3}"
  fi
  "$GLOWPLUG_BOARD" "$@" --flash-file "$dir/flash" \
    --report "$dir/report" > "$dir/ready" &
  board_pid=$!
  for _ in $(seq 200); do
    grep -qs listening "$dir/ready" && break
    sleep 0.05
  done
  if [ "$way" = pty ]; then
    port=$dir/pty
  else
    port=socket://$(sed -n 's/^listening on //p' "$dir/ready")
  fi
}

# soon WORDS...: the board writes its file only after it has seen the connection end
soon ()
{
  for _ in $(seq 100); do
    "$@" && return
    sleep 0.05
  done
  die "$*"
}

# same FILE SIZE: the first SIZE bytes of FILE are those of $firmware
# shellcheck disable=SC2154
same ()
{
  cmp -s -n "$2" "$1" "$firmware"
}

check_report ()
{
  grep -q '"violations" : \[\]' "$dir/report" || die "the board was misused"
}
