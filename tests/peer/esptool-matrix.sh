#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
#
# Real esptool against every simulated chip, by the ROM's loader and by the stub: each
# operation must leave or find the right content, and no board may have been misused.
# Prints a table, one row per chip, each cell ROM/stub: ok, no (esptool itself can't do it
# with that loader), n/a (there is no such loader) or FAIL.
#
# ESPTOOL          command that runs esptool; skipped without
# GLOWPLUG_BOARD   the program glowplug-board
# CHIPS            which ones; all unless given

set -u

if [ -z "${ESPTOOL:-}" ]; then
  echo "skipped: ESPTOOL is not set"
  exit 77
fi
# shellcheck source=tests/peer/board.sh
. "$(dirname "$0")/board.sh"

chips=${CHIPS:-esp8266 esp32 esp32s2 esp32s3 esp32c2 esp32c3 esp32c5 esp32c6 esp32c61
  esp32h2 esp32h21 esp32h4 esp32p4 esp32p4-rev3 esp32s31}
operations="flash-id write write-raw verify read erase-region erase-flash baud"
declare -A cell
failed=0

# What is written: half noise, half not, and no whole number of sectors.
firmware=$dir/firmware
size=70003
python3 -c 'import random, sys
random.seed (3)
sys.stdout.buffer.write (random.randbytes (40001) + bytes (range (250)) * 120 + b"\1\2")' \
  > "$firmware"

fail ()
{
  failed=1
  echo "FAILED: $chip ${loader:-stub}: $*"
  tail -c 1500 "$dir/log"
  [ -f "$dir/report" ] && grep -A6 violations "$dir/report"
}

esptool ()
{
  # shellcheck disable=SC2086
  timeout 120 $ESPTOOL --port "$port" --before no-reset --after no-reset $loader "$@" \
    > "$dir/log" 2>&1
}

# within WORDS...: soon they come true, as the board writes its file after the connection
within ()
{
  for _ in $(seq 60); do
    "$@" && return
    sleep 0.05
  done
  return 1
}

# blank OFFSET SIZE: that part of the flash file is erased
blank ()
{
  [ "$(tail -c "+$(($1 + 1))" "$dir/flash" 2>/dev/null | head -c "$2" | tr -d '\377' | wc -c)" -eq 0 ]
}

has_size ()
{
  grep -q "Detected flash size: $1" "$dir/log"
}

# at OFFSET: the flash file has the firmware there
at ()
{
  tail -c "+$(($1 + 1))" "$dir/flash" 2>/dev/null | cmp -s -n "$size" - "$firmware"
}

# Written, but not as it is.
scrambled ()
{
  ! blank 0 "$size" && ! at 0
}

# The rest of a written file stays when what follows is erased.
erased_behind_the_start ()
{
  same "$dir/flash" 4096 && blank 4096 8192
}

operate ()
{
  case $1 in
    flash-id) esptool flash-id && has_size 4MB ;;
    write) esptool write-flash 0x0 "$firmware" && within at 0 ;;
    write-raw) esptool write-flash -u 0x20000 "$firmware" && within at 131072 ;;
    verify) esptool verify-flash 0x0 "$firmware" ;;
    read) esptool read-flash 0 8192 "$dir/read" && cmp -s -n 8192 "$dir/read" "$firmware" ;;
    erase-region) esptool erase-region 0x1000 0x2000 && within erased_behind_the_start ;;
    erase-flash) esptool erase-flash && within blank 0 4194304 ;;
    baud) esptool -b 460800 write-flash 0x0 "$firmware" && within at 0 ;;
  esac
}

# What esptool says it can't do is no failure of the board; only where that is known.
is_refused ()
{
  case $chip$loader.$1 in
    *--no-stub.erase-flash) ;;
    esp8266--no-stub.verify | esp8266--no-stub.read | esp8266--no-stub.erase-region) ;;
    *) return 1 ;;
  esac
  grep -q "ROM does not support function" "$dir/log"
}

run_cell ()
{
  way=tcp
  if [ "$1" = baud ]; then
    stop_board
    start_board "$chip" pty --obey-rate
  fi
  if operate "$1"; then
    outcome=ok
  elif is_refused "$1"; then
    outcome=no
  else
    outcome=FAIL
    fail "$1"
  fi
}

# The board's report is written when it ends.
check_misuse ()
{
  stop_board
  grep -q '"violations" : \[\]' "$dir/report" || fail "the board was misused"
}

run_chip ()
{
  for loader in --no-stub ""; do
    if [ "$chip$loader" = esp32h21 ]; then
      for operation in $operations; do cell[$chip.$operation]+=/n/a; done
      continue
    fi
    start_board "$chip" tcp
    for operation in $operations; do
      [ "$operation" = baud ] && check_misuse
      run_cell "$operation"
      cell[$chip.$operation]+=${loader:+$outcome}
      [ -z "$loader" ] && cell[$chip.$operation]+=/$outcome
    done
    check_misuse
  done
}

# special WHAT CHIP OPTION...: a board of its own for the steps that follow
special ()
{
  what=$1
  chip=$2
  loader=
  shift 2
  start_board "$chip" "$way" "$@"
}

outcome ()
{
  if [ "$1" -eq 0 ]; then
    echo "ok   $what"
  else
    fail "$what"
  fi
  check_misuse
}

# The traps that need a host that knows them; esptool does.
run_specials ()
{
  way=pty
  special "ESP32-C2 with 26 MHz" esp32c2 --obey-rate --crystal 26
  loader=--no-stub operate baud
  outcome $?
  special "ESP32-C5 with 48 MHz taken for 40" esp32c5 --obey-rate --crystal 48:40
  loader=--no-stub operate baud
  outcome $?
  special "ESP32-C5 with 40 MHz taken for 48" esp32c5 --obey-rate --crystal 40:48
  loader=--no-stub operate baud
  outcome $?
  special "ESP32 with 26 MHz" esp32 --obey-rate --crystal 26
  loader=--no-stub operate baud
  outcome $?
  special "ESP32 with an RC clock 5 % off" esp32 --obey-rate --rc-drift 50
  loader=--no-stub operate baud
  outcome $?
  way=tcp
  for revision in 3.1 3.2; do
    special "ESP32-P4 v$revision gives its flash power" esp32p4 --revision $revision
    operate flash-id && operate write
    outcome $?
  done
  for chip in esp32s3 esp32c5 esp32c61 esp32p4 esp32s31; do
    special "$chip beyond 16 MB" "$chip" --flash-size 32MB
    esptool write-flash 0x1800000 "$firmware" && within at 25165824 &&
      esptool verify-flash 0x1800000 "$firmware" && blank 8388608 "$size"
    outcome $?
  done
  special "ESP32-C3 with secure boot: by the ROM" esp32c3 --secure-boot
  operate flash-id && grep -q "not supported on ESP32-C3 with Secure Boot" "$dir/log"
  outcome $?
  special "ESP32-S3 with secure boot: the stub by a hook" esp32s3 --secure-boot
  operate flash-id && grep -q "Stub flasher running" "$dir/log"
  outcome $?
  special "ESP32-C2 v0.0: by the ROM" esp32c2 --revision 0.0
  operate flash-id && grep -q "Stub flasher has been disabled" "$dir/log"
  outcome $?
  for chip in esp32 esp32s2 esp32s3 esp32c2 esp32c3 esp32c5 esp32c6 esp32c61 esp32h2 \
    esp32h21 esp32h4 esp32p4 esp32p4-rev3 esp32s31; do
    special "$chip with flash encryption" "$chip" --flash-encryption
    esptool write-flash --encrypt 0x0 "$firmware" && within scrambled
    outcome $?
  done
  for chip in esp32s2 esp32s3 esp32c2 esp32c3 esp32c5 esp32c6 esp32c61 esp32h2 esp32h21 \
    esp32h4 esp32p4 esp32p4-rev3 esp32s31; do
    special "$chip in secure download mode" "$chip" --secure-download
    esptool --chip "${chip%-rev3}" write-flash --flash-size 4MB 0x0 "$firmware" && within at 0
    outcome $?
  done
}

for chip in $chips; do run_chip; done

printf '%-13s' "ROM/stub"
for operation in $operations; do printf '%-14s' "$operation"; done
echo
for chip in $chips; do
  printf '%-13s' "$chip"
  for operation in $operations; do printf '%-14s' "${cell[$chip.$operation]}"; done
  echo
done
[ -n "${CHIPS:-}" ] || run_specials
[ $failed -eq 0 ] && echo "all passed"
exit $failed
