#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
#
# Makes a Flatpak runtime and SDK out of Debian packages, under the names the manifest asks for, so
# that it can be built and tried where Flathub can't be reached. Only for tests: what is in it is
# Debian 12, not GNOME's runtime. By hand, as root: it fetches Debian's packages.
#   tests/flatpak/runtime.sh REPOSITORY
# ROOT_TAR names a tar of `debootstrap --variant=minbase bookworm`, to save its download.
set -eu

[ $# -eq 1 ] || { sed -n '5,9s/^# //p' "$0"; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "${0##*/}: needs root, for debootstrap and chroot" >&2; exit 1; }
repository=$1
top=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
. "$top/build-aux/lib.sh"
branch=$(sed -n "s/^runtime-version: '\(.*\)'$/\1/p" "$top"/flatpak/io.*.yml)
arch=$(flatpak --default-arch)
work=$(mktemp -d)
trap 'umount "$work/root/proc" 2>/dev/null || true; rm -rf --one-file-system "$work"' EXIT
trap 'exit 1' HUP INT TERM

in_root () {
  chroot "$work/root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive "$@"
}

mkdir "$work/root"
if [ -n "${ROOT_TAR:-}" ]; then
  tar -x -C "$work/root" -f "$ROOT_TAR"
else
  debootstrap --variant=minbase bookworm "$work/root" >&2
fi
cp /etc/resolv.conf "$work/root/etc/resolv.conf"
mount -t proc proc "$work/root/proc"
in_root apt-get update -q >&2
# libserialport is the manifest's own; what its build needs beside ours: autotools.
# shellcheck disable=SC2046 # a list of names
in_root apt-get install -y -q --no-install-recommends autoconf automake libtool make git \
  appstream-util $(list_names debian build run | grep -v libserialport) >&2
umount "$work/root/proc"

# /usr of the sandbox, with /etc inside. Flatpak looks for ldconfig on its own short PATH.
ln -sf ../sbin/ldconfig "$work/root/usr/bin/ldconfig"
rm -rf "$work/root/usr/share/doc" "$work/root/etc/resolv.conf" "$work/root/etc/passwd-" "$work/root/etc/shadow"*
mkdir "$work/tree"
mv "$work/root/usr" "$work/tree/files"
mv "$work/root/etc" "$work/tree/files/etc"
# empty: the sign for Flatpak to make an ld.so.cache with the application's libraries in it
: >"$work/tree/files/etc/ld.so.conf"
[ -d "$repository" ] || ostree init --repo="$repository" --mode=archive-z2
for name in Platform Sdk; do
  ref=org.gnome.$name/$arch/$branch
  cat >"$work/tree/metadata" <<EOF
[Runtime]
name=org.gnome.$name
runtime=org.gnome.Platform/$arch/$branch
sdk=org.gnome.Sdk/$arch/$branch
EOF
  ostree commit --repo="$repository" --branch="runtime/$ref" --tree=dir="$work/tree" \
    --owner-uid=0 --owner-gid=0 --no-xattrs --canonical-permissions \
    --add-metadata-string="xa.metadata=$(cat "$work/tree/metadata")
" --subject='Debian 12, for tests' >&2
done
flatpak build-update-repo "$repository" >&2
echo "$repository holds org.gnome.Platform and org.gnome.Sdk $branch, made of Debian 12"
