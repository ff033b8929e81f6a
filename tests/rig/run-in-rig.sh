#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
#
# run-in-rig.sh BUILD_DIR COMMAND...: runs COMMAND under umockdev's preload, with our guard in front.
# The program under test also wants UMOCKDEV_DIR, which glow-rigd prints as "dir PATH".
set -eu
guard=$(cd "$1" && pwd)/tests/rig/devguard.so
shift
exec env LD_PRELOAD="$guard:libumockdev-preload.so.0${LD_PRELOAD:+:$LD_PRELOAD}" "$@"
