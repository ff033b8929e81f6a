#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
#
# What flatpak/README.md says, with its own commands, against the runtime of runtime.sh and in a user
# installation of its own: builds what is committed, installs it from the bundle and from the
# repository, compares permissions and licences, and flashes boards in the sandbox. By hand, as root.
#   meson compile -C build && tests/flatpak/try.sh RUNTIME_REPOSITORY
# GIT_MIRRORS names a folder with OWNER+NAME/repo clones, for where the manifest's git sources can't
# be reached.
set -eu

[ $# -eq 1 ] || { sed -n '5,10s/^# //p' "$0"; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "${0##*/}: needs root, for a /dev and a /sys of its own" >&2; exit 1; }
[ -n "${DBUS_SESSION_BUS_ADDRESS:-}" ] || exec dbus-run-session -- "$0" "$@"
top=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
runtimes=$(CDPATH='' cd -- "$1" && pwd -P)
id=$(sed -n "s/^app_id = '\(.*\)'$/\1/p" "$top/meson.build")
version=$(sed -n "s/^  version: '\(.*\)',$/\1/p" "$top/meson.build")
branch=$(sed -n "s/^runtime-version: '\(.*\)'$/\1/p" "$top/flatpak/$id.yml")
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
trap 'exit 1' HUP INT TERM
number=0

ok () {
  number=$((number + 1))
  echo "ok $number - $*"
}

fail () {
  echo "not ok $((number + 1)) - $*"
  exit 1
}

# as_written COMMAND: runs a command of README.md, which has to stand there so
as_written () {
  grep -qxF "    $1" "$top/flatpak/README.md" || fail "README.md does not say: $1"
  (cd "$work/source" && sh -c "$1") >"$work/log" 2>&1 || { tail -n 40 "$work/log"; fail "$1"; }
}

# where the sources can't be reached, and for our own tag before there is one
mkdir -p "$work/bin" "$work/home"
git clone -q "$top" "$work/source"
git -C "$work/source" tag -f "v$version" >/dev/null
export FLATPAK_USER_DIR=$work/installation GIT_CONFIG_GLOBAL=$work/gitconfig HOME=$work/home
git config --global protocol.file.allow always
git config --global safe.directory '*'
git config --global "url.file://$work/source.insteadOf" \
  "$(sed -n "s/^project_url = '\(.*\)'$/\1/p" "$top/meson.build").git"
if [ -n "${GIT_MIRRORS:-}" ]; then
  sed -n 's|.*url: https://github.com/\(.*\)\.git$|\1|p' "$top/flatpak/$id.yml" | while read -r source; do
    mirror=$GIT_MIRRORS/$(echo "$source" | tr / +)/repo
    [ ! -d "$mirror" ] || git config --global "url.file://$mirror.insteadOf" "https://github.com/$source.git"
  done
fi
# no FUSE needed; and nobody asks here
cat >"$work/bin/flatpak-builder" <<EOF
#!/bin/sh
exec $(command -v flatpak-builder) --disable-rofiles-fuse "\$@"
EOF
cat >"$work/bin/flatpak" <<EOF
#!/bin/sh
case \$1 in install) set -- "\$@" --assumeyes --noninteractive ;; esac
exec $(command -v flatpak) "\$@"
EOF
chmod +x "$work/bin/"*
PATH=$work/bin:$PATH

flatpak --user remote-add --no-gpg-verify test "file://$runtimes"
flatpak install --user test "org.gnome.Platform//$branch" "org.gnome.Sdk//$branch" >&2

as_written "flatpak-builder --force-clean --repo=repo build-flatpak flatpak/$id.yml"
ok 'the release builds without network'
as_written "flatpak build-bundle repo glowplug.flatpak $id"
as_written 'flatpak install --user glowplug.flatpak'
flatpak run --command=glowplug-cli "$id" --version
flatpak --user uninstall --assumeyes --noninteractive "$id" >&2
flatpak --user remote-delete --force glowplug-origin >/dev/null 2>&1 || true
ok 'the single file installs and runs'
as_written 'flatpak build-update-repo --generate-static-deltas repo'
as_written 'flatpak remote-add --user --no-gpg-verify glowplug repo'
as_written "flatpak install --user glowplug $id"
ok 'the repository installs'

files=$(flatpak info --user --show-location "$id")/files
flatpak info --user --show-permissions "$id" >"$work/permissions"
printf '[Context]\nshared=network;ipc;\nsockets=x11;wayland;fallback-x11;\ndevices=all;\n' |
  diff - "$work/permissions" >&2 || fail 'other permissions than those that README.md gives reasons for'
(cd "$files/share/licenses/$id" && find . -type f | sort) >"$work/licences"
printf './%s\n' glowplug/COPYING libserialport/COPYING stubs/LICENSE-APACHE stubs/LICENSE-MIT |
  diff - "$work/licences" >&2 || fail 'not the licences of what is in it'
for file in "applications/$id.desktop" "dbus-1/services/$id.service" "icons/hicolor/scalable/apps/$id.svg" \
  "icons/hicolor/symbolic/apps/$id-symbolic.svg" "mime/packages/$id.xml"; do
  [ -e "$(dirname "$files")/export/share/$file" ] || fail "the desktop does not get $file"
done
[ "$(find "$files/share/glowplug/stubs" -name '*.json' | wc -l)" -gt 10 ] || fail 'stub images are missing'
[ -s "$files/share/app-info/xmls/$id.xml.gz" ] || fail 'no description for software centres'
ok 'permissions, licences, and what the desktop gets of it are as meant'

head -c 16384 /dev/urandom >"$work/data.bin"
flatpak run --command=glowplug-cli --filesystem="$work:ro" "$id" \
  flash --no-boot-check --port practice:esp32 0x110000 "$work/data.bin" >"$work/log" || { cat "$work/log"; fail 'flashes a practice board'; }
ok 'the command line flashes a practice board in the sandbox'

for share in --share=network --unshare=network; do
  "$top/tests/ui/gui.sh" /usr/bin/python3 "$top/tests/flatpak/test_window.py" "$id" "$top/build/tests/rig" $share ||
    fail "the window, $share"
  ok "the window follows a serial port that comes and goes, and flashes by it: $share"
done

as_written "flatpak-builder --user --install --force-clean build-flatpak flatpak/$id.Devel.yml"
flatpak run --command=glowplug-cli "$id.Devel" --version
flatpak run --command=glowplug-cli "$id" --version
ok 'what is worked on installs beside it'
echo "1..$number"
