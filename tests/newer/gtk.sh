#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
#
# Builds Glowplug with the GTK and libadwaita of a newer Debian than 12 in a root of its own, lists
# the compiler's warnings and runs the tests there. By hand, as root: it fetches Debian's packages.
#   tests/newer/gtk.sh [SUITE [TEST...]]
# SUITE: trixie (GTK 4.18; the default), or sid. TEST: names or --suite options of `meson test`;
# without any: unit, flow, data, and those of the window that need no fake USB bus.
# SCREENSHOT names the PNG that shows the window there. ROOT_TAR names a tar of such a root, with or without the packages; KEEP_TAR says where to save
# one after they were installed. GLOWPLUG_FIRMWARE_DIR is copied in when it is set.
set -eu

case ${1:-trixie} in -*) sed -n '5,13s/^# //p' "$0"; exit 2 ;; esac
[ "$(id -u)" -eq 0 ] || { echo "${0##*/}: needs root, for debootstrap and chroot" >&2; exit 1; }
# The mounts and processes are this script's alone and end with it: nothing of the system is below
# the root when that is removed, and no test meets another program's ports.
[ -n "${GLOW_OWN_MOUNTS:-}" ] || exec env GLOW_OWN_MOUNTS=yes unshare --mount --pid --fork --kill-child "$0" "$@"
suite=${1:-trixie}
[ $# -eq 0 ] || shift
top=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
. "$top/build-aux/lib.sh"
root=$(mktemp -d)
trap 'umount "$root/proc" "$root/sys" "$root/dev/shm" "$root/dev/pts" 2>/dev/null || true
  rm -rf --one-file-system "$root"' EXIT
trap 'exit 1' HUP INT TERM

in_root () {
  chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
    HOME=/root GLOWPLUG_FIRMWARE_DIR=/opt/firmware "$@"
}

if [ -n "${ROOT_TAR:-}" ]; then
  tar -x -C "$root" -f "$ROOT_TAR"
else
  debootstrap --variant=minbase "$suite" "$root" >&2
fi
cp /etc/resolv.conf "$root/etc/resolv.conf"
# a mirror may lag behind
echo 'Acquire::Check-Valid-Until "false";' >"$root/etc/apt/apt.conf.d/99glowplug"
# shellcheck disable=SC2046 # a list of names
in_root sh -e -c 'apt-get update -q && apt-get install -y -q --no-install-recommends "$@"' sh \
  ca-certificates $(list_names debian build run test) >"$root/opt/install.log" 2>&1 ||
  { tail -n 20 "$root/opt/install.log"; die 'the packages could not be installed'; }
[ -z "${KEEP_TAR:-}" ] || tar -c -C "$root" -f "$KEEP_TAR" .

chmod 755 "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666,mode=620 devpts "$root/dev/pts"
ln -sf pts/ptmx "$root/dev/ptmx"

mkdir -p "$root/opt/glowplug" "$root/opt/firmware" "$root/opt/stubs"
git -C "$top" archive HEAD | tar -x -C "$root/opt/glowplug"
"$top/build-aux/stubs" "$top/build/stubs" && cp -R "$top/build/stubs/." "$root/opt/stubs"
[ -z "${GLOWPLUG_FIRMWARE_DIR:-}" ] || cp -R "$GLOWPLUG_FIRMWARE_DIR/." "$root/opt/firmware"

for module in glib-2.0 gtk4 libadwaita-1; do
  echo "$module $(in_root pkg-config --modversion $module)"
done
in_root meson setup -Dstubs=/opt/stubs /opt/glowplug/build /opt/glowplug >"$root/opt/build.log" 2>&1 ||
  { tail -n 20 "$root/opt/build.log"; die 'meson stopped'; }
in_root ninja -C /opt/glowplug/build >"$root/opt/build.log" 2>&1 ||
  { grep -A 12 'FAILED\|error:' "$root/opt/build.log"; die 'the build stopped'; }
grep -A 6 'warning:' "$root/opt/build.log" || true
echo "$(grep -c 'warning:' "$root/opt/build.log" || true) warnings of the compiler"

if [ -n "${SCREENSHOT:-}" ]; then
  # shellcheck disable=SC2016 # for the inner shell
  in_root env GSETTINGS_SCHEMA_DIR=/opt/glowplug/build/data /opt/glowplug/tests/ui/gui.sh sh -c \
    '/opt/glowplug/build/src/app/glowplug --practice & sleep 10; import -window root /opt/shot.png; kill $!' || true
  cp "$root/opt/shot.png" "$SCREENSHOT"
fi

status=0
run () {
  in_root meson test -C /opt/glowplug/build --no-rebuild --timeout-multiplier 3 "$@" || status=$?
  in_root /opt/glowplug/build-aux/count-tests.py --failures /opt/glowplug/build
  in_root /opt/glowplug/build-aux/count-tests.py /opt/glowplug/build || true
}
if [ $# -gt 0 ]; then
  run "$@"
else
  run --suite unit --suite flow --suite data
  run templates map-layout window desktop files
fi
exit "$status"
