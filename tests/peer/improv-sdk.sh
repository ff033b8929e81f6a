#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
#
# npm's improv-wifi-serial-sdk, the reference for hosts, against the simulated board.
#
# IMPROV_SDK       directory of the unpacked package; fetched by npm into the build without
# GLOWPLUG_BOARD   the program glowplug-board

set -eu

package=improv-wifi-serial-sdk
version=2.8.1
sum=9b6bdedff15de1c9c15d627cb8830f87afbeb4bad435cb869d37322ff7025087

skip ()
{
  echo "skipped: $*"
  exit 77
}

command -v node > /dev/null || skip "no node here"

# shellcheck source=tests/peer/board.sh
. "$(dirname "$0")/board.sh"

fetch_sdk ()
{
  sdk=${MESON_BUILD_ROOT:-$dir}/improv-sdk/package
  [ -f "$sdk/dist/serial.js" ] && return
  command -v npm > /dev/null || skip "no npm here, and no IMPROV_SDK"
  mkdir -p "$dir/npm" "${sdk%/package}"
  (cd "$dir/npm" && npm pack --silent --ignore-scripts --fetch-retries=0 --fetch-timeout=20000 \
    "$package@$version" > npm.log 2>&1) ||
    skip "npm could not fetch $package $version, and there is no IMPROV_SDK"
  echo "$sum  $dir/npm/$package-$version.tgz" | sha256sum --check --status ||
    die "$package $version is not the one that was looked at"
  tar -xzf "$dir/npm/$package-$version.tgz" -C "${sdk%/package}"
}

# provision APP CHIP
provision ()
{
  echo "$1"
  start_board "$2" tcp --app "$1"
  node "$(dirname "$0")/improv-sdk.mjs" "$sdk" "$dir/js" "${port##*:}" "$1" || die "$package with $1"
  stop_board
  check_report
  grep -q '"wifi-ssid" : "Workshop"' "$dir/report" || die "$1 did not keep its network"
  if grep -q GLOWsecret "$dir/report"; then
    die "the report of $1 has the key"
  fi
}

sdk=${IMPROV_SDK:-}
[ -n "$sdk" ] || fetch_sdk
[ -f "$sdk/dist/serial.js" ] || skip "no dist/serial.js in IMPROV_SDK"
provision improv esp32c3
provision wled esp32
provision tasmota esp32
echo "all passed"
