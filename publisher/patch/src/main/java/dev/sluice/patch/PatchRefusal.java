package dev.sluice.patch;

import dev.sluice.tuf.digest.Digest;

/// Why a patch was not applied. After any of them the full artifact is the way on.
public sealed interface PatchRefusal {
  /// One line for a log: what was expected and what came.
  String message();

  /// The bytes are no patch of ours.
  ///
  /// @param found the first bytes, hexadecimal
  record NotAPatch(String found) implements PatchRefusal {
    @Override
    public String message() {
      return "patch must start with " + PatchHeader.MAGIC_HEX + ", starts with " + found;
    }
  }

  /// The format is newer than this patcher, or of a kind it does not know.
  record UnsupportedVersion(int supported, int found) implements PatchRefusal {
    @Override
    public String message() {
      return "patch format must be version " + supported + ", is version " + found;
    }
  }

  /// The patch asks for more than the caller allows.
  record LimitExceeded(Limited what, long limitBytes, long declaredBytes) implements PatchRefusal {
    @Override
    public String message() {
      return "patch may take "
          + limitBytes
          + " bytes of "
          + what.word()
          + ", declares "
          + declaredBytes;
    }
  }

  /// What a limit is set on.
  enum Limited {
    /// Heap and native memory.
    MEMORY("memory"),
    /// Room for the contents of a compressed base.
    SCRATCH("scratch"),
    /// What the patch makes.
    RESULT("result"),
    /// Room for what is overwritten in place, see `dev.sluice.patch.inplace`.
    JOURNAL("journal");

    private final String word;

    Limited(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /// The base has another length than the one the patch was made from.
  record BaseLengthMismatch(long expectedBytes, long actualBytes) implements PatchRefusal {
    @Override
    public String message() {
      return "patch base must have " + expectedBytes + " bytes, has " + actualBytes;
    }
  }

  /// The base is not the one the patch was made from.
  record BaseMismatch(Digest expected, Digest actual) implements PatchRefusal {
    @Override
    public String message() {
      return "patch base must be " + expected.hex() + ", is " + actual.hex();
    }
  }

  /// The patch ended early.
  ///
  /// @param offset bytes of it that came
  /// @param expected what was to come next
  record Truncated(String expected, long offset) implements PatchRefusal {
    @Override
    public String message() {
      return "patch must go on with " + expected + ", ends after " + offset + " bytes";
    }
  }

  /// The patch breaks a rule of its format.
  ///
  /// @param offset about where, in the patch or in the view that it makes
  record Corrupt(String rule, long offset) implements PatchRefusal {
    @Override
    public String message() {
      return "patch must keep its format: " + rule + "; broken before byte " + offset;
    }
  }

  /// The patch came to its end but made fewer bytes than it declared.
  record ResultLengthMismatch(long expectedBytes, long actualBytes) implements PatchRefusal {
    @Override
    public String message() {
      return "patch result must have " + expectedBytes + " bytes, has " + actualBytes;
    }
  }

  /// The patch made other bytes than it declared: it was altered, or this device's liblzma encodes
  /// differently from the differ's.
  record ResultMismatch(Digest expected, Digest actual) implements PatchRefusal {
    @Override
    public String message() {
      return "patch result must be " + expected.hex() + ", is " + actual.hex();
    }
  }

  /// The journal is of another patch, which must be applied to its end first.
  ///
  /// @param patch digest of this patch
  /// @param found digest of the other one
  record ForeignJournal(Digest patch, Digest found) implements PatchRefusal {
    @Override
    public String message() {
      return "journal must be of patch " + patch.hex() + ", is of patch " + found.hex();
    }
  }
}
