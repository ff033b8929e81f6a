#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
#
# check-format.sh ROOT: every .c and .h is as clang-format 14 writes it. Other versions write some
# things differently, so without that one the test skips.
set -eu
cd "$1"

for tool in clang-format-14 clang-format; do
  if command -v "$tool" >/dev/null 2>&1 && "$tool" --version | grep -q 'version 14\.'; then
    find src tests -name '*.[ch]' -exec "$tool" --dry-run -Werror {} +
    exit 0
  fi
done
echo 'clang-format 14 is not installed'
exit 77
