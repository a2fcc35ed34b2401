package dev.sluice.console.order;

import dev.sluice.api.Problem;
import java.util.List;
import java.util.Optional;

/// Why something was ordered: free text for the audit log.
public final class Reasons {
  private static final int LIMIT = 1_000;

  private Reasons() {}

  /// The reason; empty text if none was given.
  ///
  /// @throws dev.sluice.api.ProblemException 422 if it is too long
  public static String require(Optional<String> given) {
    String reason = given.orElse("").strip();
    if (reason.length() > LIMIT) {
      String mistake = "reason: expected at most %d characters".formatted(LIMIT);
      throw Problem.invalid(mistake, List.of(mistake)).asException();
    }
    return reason;
  }

  /// The reason of an order that needs one.
  ///
  /// @param what it has to say, such as `why it is withdrawn`
  /// @throws dev.sluice.api.ProblemException 422 if none was given, or it is too long
  public static String requireGiven(Optional<String> given, String what) {
    String reason = require(given);
    if (reason.isEmpty()) {
      String mistake = "reason: expected %s, got none".formatted(what);
      throw Problem.invalid(mistake, List.of(mistake)).asException();
    }
    return reason;
  }
}
