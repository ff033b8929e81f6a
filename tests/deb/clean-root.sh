#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
#
# Installs the package of build-aux/deb on a Debian 12 that has nothing else, flashes a simulated
# board with it and removes it. By hand, as root: it fetches Debian's packages.
#   tests/deb/clean-root.sh build/deb/glowplug_*.deb
# ROOT_TAR names a tar of `debootstrap --variant=minbase bookworm`, to save its download.
set -eu

[ $# -eq 1 ] || { sed -n '5,8s/^# //p' "$0"; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "${0##*/}: needs root, for debootstrap and chroot" >&2; exit 1; }
deb=$1
top=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
id=$(sed -n "s/^app_id = '\(.*\)'$/\1/p" "$top/meson.build")
root=$(mktemp -d)
trap 'umount "$root/proc" 2>/dev/null || true; rm -rf --one-file-system "$root"' EXIT
trap 'exit 1' HUP INT TERM

if [ -n "${ROOT_TAR:-}" ]; then
  tar -x -C "$root" -f "$ROOT_TAR"
else
  debootstrap --variant=minbase bookworm "$root" >"$root.log" || { cat "$root.log"; exit 1; }
  rm "$root.log"
fi
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp "$deb" "$root/opt/glowplug.deb"
mount -t proc proc "$root/proc"

in_root () {
  chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

# every path with our name, but for the package manager's own notes
ours () {
  (cd "$root" && find etc lib usr var -iname '*glowplug*' ! -path 'var/lib/dpkg/*' ! -path 'var/cache/*' ! -path 'var/log/*')
}

in_root apt-get update -q >/dev/null
in_root apt-get install -y -q /opt/glowplug.deb >"$root/opt/install.log" 2>&1 ||
  { cat "$root/opt/install.log"; echo "not ok 1 - does not install"; exit 1; }
echo 'ok 1 - installs, and brings what it needs'

version=$(in_root glowplug-cli --version)
case $version in *glowplug*) ;; *) echo "not ok 2 - glowplug-cli --version: $version"; exit 1 ;; esac
in_root glowplug-board --help >/dev/null
in_root glowplug --version >/dev/null
in_root ldd /usr/bin/glowplug | grep 'not found' && { echo 'not ok 2 - a library is missing'; exit 1; }
echo 'ok 2 - the programs start'

in_root dd if=/dev/urandom of=/opt/data.bin bs=4096 count=4 status=none
in_root glowplug-cli flash --no-boot-check --port practice:esp32 0x110000 /opt/data.bin >"$root/opt/flash.log" 2>&1 ||
  { cat "$root/opt/flash.log"; echo 'not ok 3 - flashes a simulated board'; exit 1; }
echo 'ok 3 - flashes a simulated board'

[ -s "$root/usr/share/man/man1/glowplug.1.gz" ] || { echo 'not ok 4 - no man page'; exit 1; }
[ -s "$root/usr/share/glowplug/udev/70-glowplug.rules" ] || { echo 'not ok 4 - no udev rule'; exit 1; }
for file in applications/$id.desktop dbus-1/services/$id.service glib-2.0/schemas/$id.gschema.xml \
  icons/hicolor/scalable/apps/$id.svg icons/hicolor/symbolic/apps/$id-symbolic.svg metainfo/$id.metainfo.xml \
  mime/packages/$id.xml; do
  [ -s "$root/usr/share/$file" ] || { echo "not ok 4 - no $file"; exit 1; }
done
grep -q "^application/x-esp-image=$id.desktop" "$root/usr/share/applications/mimeinfo.cache" 2>/dev/null ||
  [ ! -e "$root/usr/bin/update-desktop-database" ] || { echo 'not ok 4 - no file is opened with it'; exit 1; }
find "$root/etc/udev" "$root/lib/udev/rules.d" "$root/usr/lib/udev/rules.d" -name '*glowplug*' 2>/dev/null |
  grep . && { echo 'not ok 4 - the udev rule is in force without having been asked for'; exit 1; }
echo 'ok 4 - man pages and all the desktop wants are there, the udev rule is there and not in force'

in_root apt-get purge -y -q glowplug >/dev/null 2>&1
left=$(ours)
[ -z "$left" ] || { echo "not ok 5 - left behind: $left"; exit 1; }
echo 'ok 5 - leaves nothing behind'
echo 1..5
