package dev.sluice.tuf.json;

/// A document from outside that is not what its reader requires.
///
/// Checked, because bad outside input is expected: whoever reads a document turns this into a
/// refusal of his own. Carries the member at fault, what was expected there and what came.
public final class MalformedJsonException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int QUOTE_LIMIT = 80;

  private final String path;
  private final String expected;
  private final String received;

  /// @param path where in the document, such as `signed.roles.root`; empty for the document itself
  /// @param expected what had to be there, as a noun phrase
  /// @param received what was there instead; cut to length
  public MalformedJsonException(String path, String expected, String received) {
    super(
        (path.isEmpty() ? "the document" : path)
            + ": expected "
            + expected
            + ", got "
            + cut(received));
    this.path = path;
    this.expected = expected;
    this.received = cut(received);
  }

  /// The member at fault, such as `signed.meta`; empty for the document as a whole.
  public String path() {
    return path;
  }

  /// What had to be there.
  public String expected() {
    return expected;
  }

  /// What was there instead.
  public String received() {
    return received;
  }

  private static String cut(String text) {
    return text.length() <= QUOTE_LIMIT ? text : text.substring(0, QUOTE_LIMIT) + "…";
  }
}
