#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
#
# npm's esptool-js against the simulated board.
#
# ESPTOOL_JS              directory of the unpacked package; skipped without
# GLOWPLUG_FIRMWARE_DIR   directory with firmware files; skipped without
# GLOWPLUG_BOARD          the program glowplug-board

set -eu

if [ ! -f "${ESPTOOL_JS:-}/bundle.js" ] || ! command -v node > /dev/null; then
  echo "skipped: no node, or no bundle.js in ESPTOOL_JS"
  exit 77
fi

# shellcheck source=tests/peer/board.sh
. "$(dirname "$0")/board.sh"

# flash CHIP FILE: at offset 0
flash ()
{
  firmware=$GLOWPLUG_FIRMWARE_DIR/$2
  echo "$1"
  start_board "$1" tcp
  node "$(dirname "$0")/esptool-js-board.mjs" "$ESPTOOL_JS" "${port##*:}" "$firmware" 0 ||
    die "esptool-js on $1"
  soon same "$dir/flash" "$(stat -c %s "$firmware")"
  stop_board
  check_report
}

firmware_of_esp32=esp32/hello_world.bin
firmware_of_esp32c3=esp32c3/hello_world.bin
firmware_of_esp8266=esp8266/ESP8266_GENERIC-20240105-v1.22.1.bin

need_firmware "$firmware_of_esp32" "$firmware_of_esp32c3" "$firmware_of_esp8266"
flash esp32 "$firmware_of_esp32"
flash esp32c3 "$firmware_of_esp32c3"
flash esp8266 "$firmware_of_esp8266"
echo "all passed"
