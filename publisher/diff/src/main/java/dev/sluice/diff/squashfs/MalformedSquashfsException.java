package dev.sluice.diff.squashfs;

/// Unwinds the reader of what is no file system of squashfs, or one that is damaged.
///
/// It never leaves this package.
final class MalformedSquashfsException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedSquashfsException(String rule) {
    super(rule, null, false, false);
  }

  String rule() {
    return String.valueOf(getMessage());
  }
}
