#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
#
# Real esptool against the simulated board: what it writes must be in the flash, what it
# reads must be what is there, and the board must not have been misused.
#
# ESPTOOL                 command that runs esptool; skipped without
# GLOWPLUG_FIRMWARE_DIR   directory with firmware files; skipped without
# GLOWPLUG_BOARD          the program glowplug-board

set -eu

firmware_of_esp32=esp32/ESP_Easy_mega_20210529_normal_ESP32_4M316k-factory.bin
firmware_of_esp32c3=esp32c3/tasmota32c3_14.3.0.4_de.factory.bin
firmware_of_esp8266=esp8266/ESP8266_GENERIC-20240105-v1.22.1.bin

if [ -z "${ESPTOOL:-}" ]; then
  echo "skipped: ESPTOOL is not set"
  exit 77
fi
# shellcheck source=tests/peer/board.sh
. "$(dirname "$0")/board.sh"

need_firmware "$firmware_of_esp32" "$firmware_of_esp32c3" "$firmware_of_esp8266"

# run WORDS...: esptool with the options of the current round
run ()
{
  echo "  esptool $stub $*"
  if ! $ESPTOOL --chip "$chip" --port "$port" --before no-reset --after no-reset $stub \
    "$@" > "$dir/log" 2>&1; then
    tail -c 2000 "$dir/log"
    die "esptool $*"
  fi
}

# refused TEXT WORDS...: esptool itself can't do it with this loader
refused ()
{
  text=$1
  shift
  if $ESPTOOL --chip "$chip" --port "$port" --before no-reset --after no-reset $stub \
    "$@" > "$dir/log" 2>&1; then
    die "esptool $* should have been refused"
  fi
  grep -q "$text" "$dir/log" || die "esptool $*: no \"$text\""
  echo "  esptool $stub $1: $text"
}

# blank OFFSET SIZE: that part of the flash file is erased
blank ()
{
  [ "$(tail -c "+$(($1 + 1))" "$dir/flash" 2>/dev/null | head -c "$2" | tr -d '\377' | wc -c)" -eq 0 ]
}

# With the stub everything works; it stays in the board for all commands but the first.
round_stub ()
{
  run flash-id
  grep -q 'Detected flash size: 4MB' "$dir/log" || die "wrong size"
  run write-flash 0x0 "$firmware"
  soon same "$dir/flash" "$size"
  run verify-flash 0x0 "$firmware"
  run read-flash 0 "$size" "$dir/read"
  soon same "$dir/read" "$size"
  run -b 921600 write-flash --no-compress 0x0 "$firmware"
  soon same "$dir/flash" "$size"
  run erase-region 0x1000 0x11000
  soon same "$dir/flash" 4096
  soon blank 4096 69632
  run erase-flash
  soon blank 0 4194304
}

round_rom ()
{
  run flash-id
  grep -q 'Detected flash size: 4MB' "$dir/log" || die "wrong size"
  run write-flash 0x0 "$firmware"
  soon same "$dir/flash" "$size"
  if [ "$chip" = esp8266 ]; then
    refused "does not support function flash_md5sum" verify-flash 0x0 "$firmware"
    refused "does not support function read_flash_slow" read-flash 0 4096 "$dir/read"
    return
  fi
  run verify-flash 0x0 "$firmware"
  # 64 bytes a request: the whole file would take minutes
  run read-flash 0 65536 "$dir/read"
  soon same "$dir/read" 65536
  run -b 460800 write-flash --compress 0x0 "$firmware"
  soon same "$dir/flash" "$size"
  run erase-region 0x1000 0x11000
  soon same "$dir/flash" 4096
  soon blank 4096 69632
}

for chip in esp32 esp32c3 esp8266; do
  firmware=firmware_of_$chip
  firmware=$GLOWPLUG_FIRMWARE_DIR/${!firmware}
  size=$(stat -c %s "$firmware")
  for way in tcp pty; do
    for stub in "" --no-stub; do
      echo "$chip by $way $stub"
      start_board "$chip" "$way"
      if [ -z "$stub" ]; then round_stub; else round_rom; fi
      stop_board
      check_report
    done
  done
done
echo "all passed"
