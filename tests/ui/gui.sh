#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
#
# gui.sh COMMAND...: runs COMMAND under an Xvfb of its own, with a session bus that starts nothing
# but the accessibility bus. Needs xvfb, dbus-run-session and at-spi2-core; exits 77 without them.
# GLOW_GUI_DROP_ROOT=yes: root, who can't be kept from anything, becomes nobody, if nobody may read
# what the test needs; else it stays root, and tests of permissions skip themselves.
set -u
for tool in Xvfb dbus-run-session; do
  command -v $tool >/dev/null || { echo "1..0 # SKIP $tool is not installed"; exit 77; }
done
a11y=/usr/share/dbus-1/services/org.a11y.Bus.service
[ -e $a11y ] || { echo "1..0 # SKIP at-spi2-core is not installed"; exit 77; }

# can_become_nobody FILE...: whether nobody may read all of them
can_become_nobody () {
  command -v setpriv >/dev/null && { [ -d /tmp/.X11-unix ] || mkdir -m 1777 /tmp/.X11-unix; } || return 1
  local path
  for path; do
    [ ! -e "$path" ] || "${become_nobody[@]}" test -r "$path" || return 1
  done
}

become_nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all)
if [ "$(id -u)" -eq 0 ] && [ "${GLOW_GUI_DROP_ROOT:-}" = yes ]; then
  if can_become_nobody "$0" "$@" "${GLOWPLUG_FIRMWARE_DIR:-}" "${GLOWPLUG_STUBS_DIR:-}"; then
    exec "${become_nobody[@]}" "$0" "$@"
  fi
  echo '# stays root: nobody may not read the files of this test' >&2
fi

dir=$(mktemp -d "${TMPDIR:-/tmp}/glow-gui.XXXXXX")
trap 'rm -rf "$dir"' EXIT
mkdir -m 700 "$dir/run" "$dir/services" "$dir/home"
cp $a11y "$dir/services"
cat > "$dir/session.conf" <<CONF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=$dir/run</listen>
  <servicedir>$dir/services</servicedir>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
CONF

# -noreset: the server would reset when its last client leaves, as the accessibility bus does early
exec 7> "$dir/display"
Xvfb -displayfd 7 -noreset -screen 0 "${GLOW_GUI_SCREEN:-1440x1000x24}" -nolisten tcp \
  > "$dir/xvfb.log" 2>&1 &
xvfb=$!
for _ in $(seq 200); do [ -s "$dir/display" ] && break; sleep 0.05; done
DISPLAY=:$(cat "$dir/display")
export DISPLAY XDG_RUNTIME_DIR=$dir/run HOME=$dir/home XDG_CONFIG_HOME=$dir/home/config
export GDK_BACKEND=x11 GSK_RENDERER=cairo LIBGL_ALWAYS_SOFTWARE=1
export GTK_A11Y=atspi NO_AT_BRIDGE=0 GSETTINGS_BACKEND=${GLOW_GUI_SETTINGS:-memory} LC_ALL=C.UTF-8
unset LD_PRELOAD WAYLAND_DISPLAY
# standard output is the command's alone: what the buses start there speaks no TAP
# shellcheck disable=SC2016 # the inner shell's arguments
dbus-run-session --config-file="$dir/session.conf" -- \
  sh -c 'exec "$@" >&8 8>&-' sh "$@" 8>&1 >&2
status=$?
kill $xvfb
wait $xvfb 2>/dev/null
exit $status
