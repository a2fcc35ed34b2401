package dev.sluice.update.verify;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.port.UpdateEvent.Digested;
import dev.sluice.update.port.UpdateEvent.Examined;

/// Compares what is there with what must be there.
public final class DigestCheck {
  private DigestCheck() {}

  /// Whether a file was found with this digest.
  ///
  /// @param found the answer to an effect that digests a whole file
  public static boolean isPassed(Examined found, Digest expected) {
    return found instanceof Digested digested && digested.digest().equals(expected);
  }

  /// What is wrong with a file that has another digest, or is not there.
  ///
  /// @param found the answer to an effect that digests a whole file
  public static String problem(Examined found, Digest expected) {
    return found instanceof Digested digested
        ? mismatch(expected, digested.digest())
        : "the file must be there, it is not";
  }

  /// What is wrong with bytes that have another digest.
  public static String mismatch(Digest expected, Digest received) {
    return "digest must be " + expected.prefix() + ", got " + received.prefix();
  }
}
