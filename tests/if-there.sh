#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
#
# if-there.sh COMMAND...: runs COMMAND, or skips the test (exit 77) when there is no such program.
if ! command -v "$1" >/dev/null 2>&1; then
  echo "$1 is not installed"
  exit 77
fi
exec "$@"
