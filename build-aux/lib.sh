# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
#
# What run, check and stubs share. POSIX sh; sourced with $top set to the source directory.
# shellcheck shell=sh disable=SC2154

# As many tests at a time: those of the window and of the command line wait more than they work.
export MESON_TESTTHREADS="${MESON_TESTTHREADS:-$((2 * $(nproc)))}"

say () {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
}

die () {
  say "$*"
  exit 1
}

have () {
  command -v "$1" >/dev/null 2>&1
}

# The column of build-aux/packages that fits this system, or nothing.
package_column () {
  if have apt-get && have dpkg-query; then echo debian
  elif have dnf; then echo fedora
  elif have pacman; then echo arch
  elif have zypper; then echo opensuse
  fi
}

install_command () {
  case $1 in
    debian) echo 'apt-get install' ;;
    fedora) echo 'dnf install' ;;
    arch) echo 'pacman -S' ;;
    opensuse) echo 'zypper install' ;;
  esac
}

probe () {
  case $1 in
    pc:*'>='*) module=${1#pc:}; pkg-config --atleast-version "${module#*>=}" "${module%%>=*}" 2>/dev/null ;;
    pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
    cmd:*) have "${1#cmd:}" ;;
    *) return 1 ;;
  esac
}

dpkg_has () {
  case $(dpkg-query -W -f '${Status}' "$1" 2>/dev/null) in
    *' ok installed') return 0 ;;
  esac
  return 1
}

# list_missing COLUMN GROUP...: what is missing, one package a line. Outside Debian only what has
# a probe can be known to be missing.
list_missing () {
  column=$1
  shift
  while read -r group spec debian fedora arch opensuse; do
    case " $* " in *" $group "*) ;; *) continue ;; esac
    probe "$spec" && continue
    case $column in
      debian) dpkg_has "$debian" || echo "$debian" ;;
      fedora) [ "$spec" = - ] || echo "$fedora" ;;
      arch) [ "$spec" = - ] || echo "$arch" ;;
      opensuse) [ "$spec" = - ] || echo "$opensuse" ;;
      *) [ "$spec" = - ] || echo "${spec#*:}" ;;
    esac
  done <"$top/build-aux/packages" | grep -vx -e - -e '' | sort -u
}

# list_names COLUMN GROUP...: all names of the groups, with or without a probe.
list_names () {
  awk -v column="$1" -v groups=" $(shift; echo "$*") " '
    BEGIN { field["debian"] = 3; field["fedora"] = 4; field["arch"] = 5; field["opensuse"] = 6 }
    /^(#|$)/ { next }
    index (groups, " " $1 " ") && $field[column] != "-" { print $field[column] }
  ' "$top/build-aux/packages" | sort -u
}

as_root () {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif [ -t 0 ] && [ -z "${CI:-}" ]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

apt_get () {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 "$@"
}

# The package lists are fetched only when one of the names is not in them, or when what they
# promise can't be had any more.
apt_install () {
  updated=no
  for package in "$@"; do
    if ! apt-cache policy "$package" 2>/dev/null | grep -q '^ *Candidate: *[^( ]'; then
      apt_get update || return 1
      updated=yes
      break
    fi
  done
  apt_get install --yes --no-install-recommends "$@" && return 0
  [ "$updated" = no ] || return 1
  say 'trying again with fresh package lists'
  apt_get update && apt_get install --yes --no-install-recommends "$@"
}

install_with_apt () {
  missing=$(list_missing debian "$@" | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" -ne 0 ] && ! have sudo; then
    die "these packages are missing, and there is no sudo to install them with; as root: apt-get install $missing"
  fi
  as_root true || die "sudo does not let $(id -un) install packages; as root: apt-get install $missing"
  say "installing: $missing"
  # shellcheck disable=SC2086 # a list of names
  apt_install $missing >&2 ||
    die "the packages could not be installed, see the lines above; by hand, as root: apt-get install $missing"
  # a build that was configured without them has to look again, after drop_sudo too
  GLOWPLUG_NEW_PACKAGES=yes
  export GLOWPLUG_NEW_PACKAGES
}

# What the build still misses after all: a release that is too old, or a name we don't know.
require_build_needs () {
  lacking=$(list_missing '' build | tr '\n' ' ')
  [ -z "$lacking" ] && return 0
  die "this system has no (or too old a): $lacking"
}

# ensure_packages GROUP...: what the build needs is there afterwards, or the script ends. A test
# whose tools can't be had is skipped and says so.
ensure_packages () {
  column=$(package_column)
  if [ "$column" = debian ]; then
    install_with_apt "$@"
  elif [ -n "$column" ] && [ -n "$(list_missing "$column" "$@")" ]; then
    say "Glowplug needs these packages: $(install_command "$column") $(list_names "$column" "$@" | tr '\n' ' ')"
  fi
  require_build_needs
}

# Called as root by sudo: the packages are in, the rest belongs to the user who called.
drop_sudo () {
  if [ "$(id -u)" -eq 0 ] && [ -n "${SUDO_USER:-}" ] && [ "$SUDO_USER" != root ] && have sudo; then
    runtime=/run/user/${SUDO_UID:-}
    [ -d "$runtime" ] && XDG_RUNTIME_DIR=$runtime && export XDG_RUNTIME_DIR
    [ -z "${WAYLAND_DISPLAY:-}" ] && [ -S "$runtime/wayland-0" ] &&
      WAYLAND_DISPLAY=wayland-0 && export WAYLAND_DISPLAY
    say "building as $SUDO_USER, not as root"
    exec sudo -u "$SUDO_USER" -H \
      --preserve-env=CI,DISPLAY,XAUTHORITY,WAYLAND_DISPLAY,XDG_RUNTIME_DIR,DBUS_SESSION_BUS_ADDRESS,GLOWPLUG_FIRMWARE_DIR,GLOWPLUG_NEW_PACKAGES \
      -- "$@"
  fi
}

# configure DIR [MESON OPTION...]: with the stub images when they can be had. Options that are in
# force already don't make meson look at everything again.
configure () {
  dir=$1
  shift
  if [ -e "$dir" ] && [ ! -w "$dir" ]; then
    die "$dir belongs to $(stat -c %U "$dir"); remove it, or give it back: sudo chown -R $(id -un) $dir"
  fi
  stubs=
  "$top/build-aux/stubs" "$top/build/stubs" && stubs=$top/build/stubs
  set -- "-Dstubs=$stubs" "$@"
  if [ ! -f "$dir/build.ninja" ]; then
    meson setup "$dir" "$top" "$@" || die 'meson stopped, see the lines above'
  elif [ -n "${GLOWPLUG_NEW_PACKAGES:-}" ] || [ "$(cat "$dir/configured-with" 2>/dev/null)" != "$*" ]; then
    meson setup --reconfigure "$dir" "$top" "$@" || die "$dir can't be configured; remove it and try again"
  fi
  echo "$*" >"$dir/configured-with"
}

build () {
  ninja -C "$1" || die "the build stopped, see the lines above; if $1 is an old one, remove it and try again"
}
