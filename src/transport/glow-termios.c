/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-transport"

#include "config.h"

#include "glow-termios.h"

#include <asm/termbits.h>
#include <errno.h>
#include <linux/serial.h>
#include <sys/ioctl.h>

static int
control (int fd, gulong request, gpointer argument)
{
  int result;

  do
    result = ioctl (fd, request, argument);
  while (result < 0 && errno == EINTR);
  return result < 0 ? errno : 0;
}

/**
 * glow_termios_set_raw:
 * @fd: a tty
 *
 * Eight data bits, no parity, one stop bit, nothing interpreted, no flow control, modem
 * inputs ignored, and the lines left alone at the last close. The rate stays.
 *
 * Two of these no version of libserialport does: it looks for CRTSCTS in the wrong word,
 * so that a port left with RTS/CTS by another program would keep it and RTS could not be
 * set; and 0.1.1 sets HUPCL, with which closing resets many boards.
 *
 * Returns: 0 or an errno
 */
int
glow_termios_set_raw (int fd)
{
  struct termios2 settings = { 0 };
  int code = control (fd, TCGETS2, &settings);

  if (code != 0)
    return code;
  settings.c_iflag &= (tcflag_t) ~(IGNBRK | BRKINT | PARMRK | INPCK | ISTRIP | INLCR |
                                   IGNCR | ICRNL | IXON | IXOFF | IXANY);
  settings.c_oflag &= (tcflag_t) ~OPOST;
  settings.c_lflag &= (tcflag_t) ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
  settings.c_cflag &= (tcflag_t) ~(CSIZE | PARENB | CSTOPB | CRTSCTS | HUPCL);
  settings.c_cflag |= CS8 | CLOCAL | CREAD;
  settings.c_cc[VMIN] = 0;
  settings.c_cc[VTIME] = 0;
  return control (fd, TCSETS2, &settings);
}

/**
 * glow_termios_set_baud:
 * @fd: a tty
 * @baud: bits per second, any number above 0
 * @actual_baud: (out): the rate that is in force afterwards
 *
 * One ioctl that changes the rate and nothing else. libserialport's setter would read the
 * modem lines and send RTS and then DTR again, two transfers that the reset circuit of a
 * board may see, and would take two steps for the rates that have no B constant. Drivers
 * clamp rates without an error, so the rate is read back.
 *
 * Returns: 0 or an errno
 */
int
glow_termios_set_baud (int fd, guint baud, guint *actual_baud)
{
  struct termios2 settings = { 0 };
  int code = control (fd, TCGETS2, &settings);

  if (code != 0)
    return code;
  /* the input rate follows the output rate while its bits are zero */
  settings.c_cflag &= (tcflag_t) ~(CBAUD | (CBAUD << IBSHIFT));
  settings.c_cflag |= BOTHER;
  settings.c_ispeed = baud;
  settings.c_ospeed = baud;
  code = control (fd, TCSETS2, &settings);
  if (code == 0)
    code = control (fd, TCGETS2, &settings);
  *actual_baud = settings.c_ospeed;
  return code;
}

/**
 * glow_termios_get_baud:
 * @fd: a tty, or the other side of a pseudo-terminal
 * @baud: (out): the rate set on it, of whatever kind, bits per second
 *
 * Returns: 0 or an errno
 */
int
glow_termios_get_baud (int fd, guint *baud)
{
  struct termios2 settings = { 0 };
  int code = control (fd, TCGETS2, &settings);

  *baud = settings.c_ospeed;
  return code;
}

/**
 * glow_termios_set_lines:
 * @fd: a tty
 * @dtr: asserted
 * @rts: asserted
 *
 * Both in one request, which USB bridges turn into one transfer; the other bits stay.
 *
 * Returns: 0 or an errno; ENOTTY or EINVAL where there are no modem lines
 */
int
glow_termios_set_lines (int fd, gboolean dtr, gboolean rts)
{
  int lines = 0;
  int code = control (fd, TIOCMGET, &lines);

  if (code != 0)
    return code;
  lines &= ~(TIOCM_DTR | TIOCM_RTS);
  lines |= (dtr ? TIOCM_DTR : 0) | (rts ? TIOCM_RTS : 0);
  return control (fd, TIOCMSET, &lines);
}

/**
 * glow_termios_check_lines:
 * @fd: a tty
 *
 * Returns: 0 if it has modem lines, else an errno; ENOTTY or EINVAL say that it has none
 */
int
glow_termios_check_lines (int fd)
{
  int lines = 0;

  return control (fd, TIOCMGET, &lines);
}

/**
 * glow_termios_discard_input:
 * @fd: a tty
 *
 * Throws away what arrived and was not read.
 *
 * Returns: 0 or an errno
 */
int
glow_termios_discard_input (int fd)
{
  return control (fd, TCFLSH, GINT_TO_POINTER (TCIFLUSH));
}

/**
 * glow_termios_set_exclusive:
 * @fd: a tty
 * @exclusive: whether further opens shall fail with EBUSY
 *
 * Returns: 0 or an errno
 */
int
glow_termios_set_exclusive (int fd, gboolean exclusive)
{
  return control (fd, exclusive ? TIOCEXCL : TIOCNXCL, NULL);
}

/**
 * glow_termios_set_low_latency:
 * @fd: a tty
 * @low: whether what comes in is handed on at once
 * @was_low: (out): whether it was before
 *
 * An FTDI bridge else keeps up to 62 bytes for 16 ms, in which a board's short answers
 * lie (linux-desktop.md 4.4). A user may do so. Most other drivers know nothing of it.
 *
 * Returns: 0 or an errno
 */
int
glow_termios_set_low_latency (int fd, gboolean low, gboolean *was_low)
{
  struct serial_struct settings = { 0 };
  int code = control (fd, TIOCGSERIAL, &settings);

  if (code != 0)
    return code;
  *was_low = ((guint) settings.flags & ASYNC_LOW_LATENCY) != 0;
  if (*was_low == !!low)
    return 0;
  settings.flags ^= (int) ASYNC_LOW_LATENCY;
  return control (fd, TIOCSSERIAL, &settings);
}
