package dev.sluice.formats.stream;

/// Unwinds the reader of a patch that ended early or breaks a rule of the format.
///
/// It never leaves this module: the patcher turns it into a refusal.
public final class MalformedPatchException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean truncated;
  private final long offset;

  private MalformedPatchException(boolean truncated, long offset, String rule) {
    super(rule, null, false, false);
    this.truncated = truncated;
    this.offset = offset;
  }

  /// The stream ended at `offset` although `expected` was to come.
  public static MalformedPatchException truncated(long offset, String expected) {
    return new MalformedPatchException(true, offset, expected);
  }

  /// What was read up to `offset` breaks `rule`.
  public static MalformedPatchException corrupt(long offset, String rule) {
    return new MalformedPatchException(false, offset, rule);
  }

  /// Whether bytes are missing, as opposed to wrong.
  public boolean isTruncated() {
    return truncated;
  }

  /// Bytes of the patch that had been read.
  public long offset() {
    return offset;
  }

  /// What was expected there.
  public String rule() {
    return String.valueOf(getMessage());
  }
}
