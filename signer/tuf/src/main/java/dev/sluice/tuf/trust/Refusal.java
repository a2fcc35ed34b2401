package dev.sluice.tuf.trust;

import dev.sluice.tuf.digest.Digest;
import java.time.Instant;

/// Why something from outside is not trusted.
///
/// Sections are those of TUF 1.0.34; attacks are named as in its section 1.5.2.
public sealed interface Refusal {
  /// The file or target at fault, such as `timestamp.json`.
  String subject();

  /// The section of the specification that asks for the check.
  String section();

  /// The attack that the check stops.
  String attack();

  /// One line: subject, expectation, fact. Where the file came from is for the caller to add.
  String message();

  /// Not strict JSON, or not the document it should be.
  ///
  /// @param path the member at fault, empty for the whole file
  /// @param expected what had to be there
  /// @param received what was there
  record Malformed(String subject, String section, String path, String expected, String received)
      implements Refusal {
    @Override
    public String attack() {
      return "arbitrary software";
    }

    @Override
    public String message() {
      return "%s: expected %s%s, got %s"
          .formatted(subject, expected, path.isEmpty() ? "" : " as " + path, received);
    }
  }

  /// More bytes than the limit.
  ///
  /// @param maxLengthBytes most bytes allowed
  /// @param receivedBytes bytes that came, at least; the reader may have stopped early
  record TooLarge(String subject, String section, long maxLengthBytes, long receivedBytes)
      implements Refusal {
    @Override
    public String attack() {
      return "endless data";
    }

    @Override
    public String message() {
      return "%s: expected at most %d bytes, got %d"
          .formatted(subject, maxLengthBytes, receivedBytes);
    }
  }

  /// Too few of the right keys signed.
  ///
  /// @param threshold how many different keys must sign
  /// @param valid how many did
  /// @param trustedFrom the document that names the keys
  record TooFewSignatures(
      String subject, String section, long threshold, int valid, String trustedFrom)
      implements Refusal {
    @Override
    public String attack() {
      return "arbitrary software";
    }

    @Override
    public String message() {
      return "%s: expected signatures by %d keys of %s, got %d"
          .formatted(subject, threshold, trustedFrom, valid);
    }
  }

  /// Older than what is trusted already.
  ///
  /// @param what what has the version: the file itself, or one that it lists
  /// @param trustedVersion the least version allowed
  /// @param receivedVersion the version that came
  record Rollback(
      String subject, String section, String what, long trustedVersion, long receivedVersion)
      implements Refusal {
    @Override
    public String attack() {
      return "rollback";
    }

    @Override
    public String message() {
      return "%s: expected %s at version %d or later, got version %d"
          .formatted(subject, what, trustedVersion, receivedVersion);
    }
  }

  /// A snapshot that no longer lists a role which the trusted one lists.
  ///
  /// @param role the role that disappeared
  record Disappeared(String subject, String section, String role) implements Refusal {
    @Override
    public String attack() {
      return "rollback";
    }

    @Override
    public String message() {
      return "%s: expected role %s as before, got no entry".formatted(subject, role);
    }
  }

  /// A root file that is not the direct successor of the trusted one.
  ///
  /// @param expectedVersion the trusted version plus one
  /// @param receivedVersion the version that came
  record NotSuccessor(String subject, String section, long expectedVersion, long receivedVersion)
      implements Refusal {
    @Override
    public String attack() {
      return "rollback";
    }

    @Override
    public String message() {
      return "%s: expected version %d, got version %d"
          .formatted(subject, expectedVersion, receivedVersion);
    }
  }

  /// A file that is not the version which its listing names.
  ///
  /// @param listedIn the document that names the version
  /// @param expectedVersion the version that it names
  /// @param receivedVersion the version that came
  record MixAndMatch(
      String subject, String section, String listedIn, long expectedVersion, long receivedVersion)
      implements Refusal {
    @Override
    public String attack() {
      return "mix-and-match";
    }

    @Override
    public String message() {
      return "%s: expected version %d as %s says, got version %d"
          .formatted(subject, expectedVersion, listedIn, receivedVersion);
    }
  }

  /// A role that the snapshot does not list.
  record NotListed(String subject, String section) implements Refusal {
    @Override
    public String attack() {
      return "mix-and-match";
    }

    @Override
    public String message() {
      return "%s: expected an entry in snapshot.json, got none".formatted(subject);
    }
  }

  /// Past its expiry.
  ///
  /// @param expires first moment at which it is expired
  /// @param now the moment of the refresh
  record Expired(String subject, String section, Instant expires, Instant now) implements Refusal {
    @Override
    public String attack() {
      return "freeze";
    }

    @Override
    public String message() {
      return "%s: expected an expiry after %s, got %s".formatted(subject, now, expires);
    }
  }

  /// Not the length that its listing names.
  ///
  /// @param expectedBytes the length listed
  /// @param receivedBytes the length that came
  record WrongLength(String subject, String section, long expectedBytes, long receivedBytes)
      implements Refusal {
    @Override
    public String attack() {
      return "endless data";
    }

    @Override
    public String message() {
      return "%s: expected %d bytes, got %d".formatted(subject, expectedBytes, receivedBytes);
    }
  }

  /// Not the bytes that its listing names.
  ///
  /// @param expected the digest listed
  /// @param received the digest of what came
  record HashMismatch(String subject, String section, Digest expected, Digest received)
      implements Refusal {
    @Override
    public String attack() {
      return "mix-and-match";
    }

    @Override
    public String message() {
      return "%s: expected sha256 %s, got %s"
          .formatted(subject, expected.prefix(), received.prefix());
    }
  }

  /// A file that must be there and is not.
  record Missing(String subject, String section) implements Refusal {
    @Override
    public String attack() {
      return "freeze";
    }

    @Override
    public String message() {
      return "%s: expected the file, got none".formatted(subject);
    }
  }
}
