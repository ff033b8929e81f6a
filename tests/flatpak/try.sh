#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
#
# Builds the Flatpak from its manifest against the runtime of runtime.sh, in a user installation of
# its own, and flashes a simulated board in its sandbox. By hand, under dbus-run-session.
#   tests/flatpak/try.sh REPOSITORY
# GIT_MIRRORS names a folder with OWNER+NAME/repo clones, for where the manifest's git sources can't
# be reached.
set -eu

[ $# -eq 1 ] || { sed -n '5,9s/^# //p' "$0"; exit 2; }
top=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
repository=$(CDPATH='' cd -- "$1" && pwd -P)
manifest=$(find "$top/flatpak" -name 'io.*.yml')
id=$(basename "$manifest" .yml)
branch=$(sed -n "s/^runtime-version: '\(.*\)'$/\1/p" "$manifest")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
FLATPAK_USER_DIR=$work/installation
export FLATPAK_USER_DIR

if [ -n "${GIT_MIRRORS:-}" ]; then
  GIT_CONFIG_GLOBAL=$work/gitconfig
  export GIT_CONFIG_GLOBAL
  git config --global protocol.file.allow always
  git config --global safe.directory '*'
  sed -n 's|.*url: https://github.com/\(.*\)\.git$|\1|p' "$manifest" | while read -r source; do
    git config --global "url.file://$GIT_MIRRORS/$(echo "$source" | tr / +)/repo.insteadOf" \
      "https://github.com/$source.git"
  done
fi

flatpak-builder --show-manifest "$manifest" >"$work/shown.json"
echo 'ok 1 - the manifest can be read'
flatpak --user remote-add --no-gpg-verify test "file://$repository"
flatpak --user install -y --noninteractive test "org.gnome.Platform//$branch" "org.gnome.Sdk//$branch" >&2
(cd "$work" && flatpak-builder --user --install --force-clean --disable-rofiles-fuse build "$manifest") >&2
echo 'ok 2 - it builds without network, and installs'

run () {
  flatpak --user run --env=LC_ALL=C.UTF-8 "$@"
}
run --command=glowplug-cli "$id" --version
head -c 16384 /dev/urandom >"$work/data.bin"
run --command=glowplug-cli --filesystem="$work:ro" "$id" flash --no-boot-check --port practice:esp32 0x110000 "$work/data.bin"
echo 'ok 3 - the command line flashes a simulated board in the sandbox'
