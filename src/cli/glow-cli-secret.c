/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Glowplug authors */

#define G_LOG_DOMAIN "glow-cli"

#include "config.h"

#include "glow-cli-secret.h"

#include "glow-error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define MAX_SECRET_SIZE 256 /* bytes, with the NUL */

/* what these bytes do on a terminal that does nothing by itself */
#define KEY_INTERRUPT 0x03
#define KEY_END       0x04
#define KEY_BACKSPACE 0x08
#define KEY_DELETE    0x7f

static char *
dup_secret (const char *buf, gsize len, GError **error)
{
  if (g_utf8_validate (buf, (gssize) len, NULL))
    return g_strndup (buf, len);
  g_set_error (error, GLOW_ERROR, GLOW_ERROR_SETTING, "a secret is not a text in UTF-8");
  return NULL;
}

/* the first line; the rest stays for the next secret */
static gssize
read_line (int fd, char *buf, gsize size)
{
  gsize len = 0;

  for (;;) {
    char byte;
    gssize n = read (fd, &byte, 1);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return -1;
    if (n == 0 || byte == '\n')
      break;
    if (len + 1 == size) {
      errno = EMSGSIZE;
      return -1;
    }
    buf[len++] = byte;
  }
  if (len > 0 && buf[len - 1] == '\r')
    len--;
  return (gssize) len;
}

/**
 * glow_cli_secret_read:
 * @path: a file, or "-" for standard input, of which each call takes one line
 * @error: %GLOW_ERROR_FILE, %GLOW_ERROR_SETTING
 *
 * Returns: (transfer full): its first line: glow_secret_free()
 */
char *
glow_cli_secret_read (const char *path, GError **error)
{
  gboolean is_stdin = g_str_equal (path, "-");
  int fd = is_stdin ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  char buf[MAX_SECRET_SIZE];
  gssize len = fd >= 0 ? read_line (fd, buf, sizeof buf) : -1;
  char *secret = NULL;

  if (len < 0)
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "%s can't be read: %s", path,
                 g_strerror (errno));
  else
    secret = dup_secret (buf, (gsize) len, error);
  if (!is_stdin && fd >= 0)
    close (fd);
  explicit_bzero (buf, sizeof buf);
  return secret;
}

/**
 * glow_cli_secret_can_ask:
 *
 * Returns: %TRUE if somebody sits there
 */
gboolean
glow_cli_secret_can_ask (void)
{
  return isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

/* -1 with errno: ECANCELED after Ctrl+C */
static gssize
read_typed (char *buf, gsize size)
{
  gsize len = 0;

  for (;;) {
    char byte;
    gssize n = read (STDIN_FILENO, &byte, 1);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return -1;
    if (byte == KEY_INTERRUPT) {
      errno = ECANCELED;
      return -1;
    }
    if (n == 0 || byte == '\n' || byte == '\r' || byte == KEY_END)
      return (gssize) len;
    if (byte == KEY_BACKSPACE || byte == KEY_DELETE) {
      while (len > 0 && ((guchar) buf[--len] & 0xc0) == 0x80)
        continue;
    } else if (len + 1 < size) {
      buf[len++] = byte;
    }
  }
}

/**
 * glow_cli_secret_ask:
 * @question: translated
 * @error: %G_IO_ERROR_CANCELLED after Ctrl+C, %GLOW_ERROR_SETTING
 *
 * Asks on the terminal, which shows nothing of the answer and is left as it was.
 *
 * Returns: (transfer full): the answer, maybe empty: glow_secret_free()
 */
char *
glow_cli_secret_ask (const char *question, GError **error)
{
  struct termios before, during;
  char buf[MAX_SECRET_SIZE];
  char *secret = NULL;
  gssize len;
  int reason;

  tcgetattr (STDIN_FILENO, &before);
  during = before;
  /* with signals off, nothing ends us while the terminal is mute */
  during.c_lflag &= ~(tcflag_t) (ECHO | ECHONL | ISIG | ICANON);
  during.c_cc[VMIN] = 1;
  during.c_cc[VTIME] = 0;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &during);
  /* not before: who answers at once is not to see it, either */
  g_printerr ("%s ", question);
  len = read_typed (buf, sizeof buf);
  reason = errno;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
  g_printerr ("\n");
  if (len >= 0)
    secret = dup_secret (buf, (gsize) len, error);
  else if (reason == ECANCELED)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "no answer");
  else
    g_set_error (error, GLOW_ERROR, GLOW_ERROR_FILE, "the terminal can't be read: %s",
                 g_strerror (reason));
  explicit_bzero (buf, sizeof buf);
  return secret;
}
