package dev.sluice.tuf.trust;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.Envelope;
import dev.sluice.tuf.metadata.MetaFile;
import dev.sluice.tuf.metadata.RoleMetadata;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.Root;
import dev.sluice.tuf.metadata.Snapshot;
import dev.sluice.tuf.metadata.Targets;
import dev.sluice.tuf.metadata.Timestamp;
import dev.sluice.tuf.metadata.Trustees;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Every rule by which a metadata file becomes trusted, in the order of TUF 1.0.34 section 5.
///
/// The document is decoded only after the signatures over it have been checked, so that nobody but
/// the owners of the keys reaches the decoders; root is the exception, since it is signed by its
/// own keys too.
final class MetadataRules {
  private MetadataRules() {}

  /// 5.2: the root that came with the device. It must at least be signed by its own keys, so that a
  /// damaged file is noticed at once. Also for a root that we stored ourselves.
  static Checked<TrustedFile<Root>> anchor(UntrustedFile file) {
    return open(file, "5.2")
        .then(envelope -> decode(file, "5.2", envelope, Root::decode))
        .check(root -> signatures(root, "5.2", root.metadata().trusteesOf(Roles.ROOT), "its own"));
  }

  /// 5.3: the successor of the trusted root.
  static Checked<TrustedFile<Root>> nextRoot(UntrustedFile file, Root trusted) {
    return open(file, "5.3.3")
        // 5.3.4, arbitrary software: signed by the keys of the old root …
        .check(envelope -> signatures(file, "5.3.4", trusted.trusteesOf(Roles.ROOT), envelope))
        .then(envelope -> decode(file, "5.3.4", envelope, Root::decode))
        // … and by its own.
        .check(root -> signatures(root, "5.3.4", root.metadata().trusteesOf(Roles.ROOT), "its own"))
        // 5.3.5, rollback: exactly one version further.
        .check(root -> successor(root, trusted));
  }

  /// 5.4: a timestamp. An equal version is not refused here; the caller keeps the one that it has.
  static Checked<TrustedFile<Timestamp>> timestamp(
      UntrustedFile file, Root root, Optional<Timestamp> trusted) {
    return open(file, "5.4.1")
        // 5.4.2, arbitrary software.
        .check(envelope -> signatures(file, "5.4.2", root.trusteesOf(Roles.TIMESTAMP), envelope))
        .then(envelope -> decode(file, "5.4.2", envelope, Timestamp::decode))
        // 5.4.3.1, rollback of the timestamp itself.
        .check(
            timestamp ->
                trusted.flatMap(
                    old ->
                        rollback(
                            file.name(),
                            "5.4.3.1",
                            "itself",
                            old.version(),
                            timestamp.metadata().version())))
        // 5.4.3.2, rollback of the snapshot.
        .check(
            timestamp ->
                trusted.flatMap(
                    old ->
                        rollback(
                            file.name(),
                            "5.4.3.2",
                            "the snapshot",
                            old.snapshot().version(),
                            timestamp.metadata().snapshot().version())));
  }

  /// 5.5: the snapshot that the timestamp names.
  static Checked<TrustedFile<Snapshot>> snapshot(
      UntrustedFile file, Root root, MetaFile listed, Optional<Snapshot> trusted) {
    return new Checked.Passed<>(file)
        // 5.5.2, mix-and-match and endless data: the bytes that the timestamp names.
        .check(untrusted -> listedBytes(untrusted, "5.5.2", listed))
        .then(untrusted -> open(untrusted, "5.5.2"))
        // 5.5.3, arbitrary software.
        .check(envelope -> signatures(file, "5.5.3", root.trusteesOf(Roles.SNAPSHOT), envelope))
        .then(envelope -> decode(file, "5.5.3", envelope, Snapshot::decode))
        // 5.5.4, mix-and-match: the version that the timestamp names.
        .check(snapshot -> listedVersion(snapshot, "5.5.4", "timestamp.json", listed))
        // 5.5.5, rollback: no role's version falls, no role disappears.
        .check(snapshot -> trusted.flatMap(old -> listingRollback(snapshot, old)));
  }

  /// A snapshot from our own disk: its keys still vouch for it. It serves against rollback, and is
  /// used as the current one only where it is the one that the timestamp names.
  static Checked<TrustedFile<Snapshot>> storedSnapshot(UntrustedFile file, Root root) {
    return open(file, "5.5.3")
        .check(envelope -> signatures(file, "5.5.3", root.trusteesOf(Roles.SNAPSHOT), envelope))
        .then(envelope -> decode(file, "5.5.3", envelope, Snapshot::decode));
  }

  /// 5.6: the targets role, or a delegated one, that the snapshot names.
  static Checked<TrustedFile<Targets>> targets(
      UntrustedFile file, Trustees trustees, String trustedFrom, MetaFile listed) {
    return new Checked.Passed<>(file)
        // 5.6.2, mix-and-match and endless data: the bytes that the snapshot names.
        .check(untrusted -> listedBytes(untrusted, "5.6.2", listed))
        .then(untrusted -> open(untrusted, "5.6.2"))
        // 5.6.3, arbitrary software.
        .check(envelope -> signatures(file.name(), "5.6.3", trustees, trustedFrom, envelope))
        .then(envelope -> decode(file, "5.6.3", envelope, Targets::decode))
        // 5.6.4, mix-and-match: the version that the snapshot names.
        .check(targets -> listedVersion(targets, "5.6.4", "snapshot.json", listed));
  }

  /// 5.3.10, 5.4.4, 5.5.6, 5.6.5, freeze: not expired at the moment of the refresh.
  static Optional<Refusal> freeze(TrustedFile<?> file, String section, Instant now) {
    RoleMetadata metadata = file.metadata();
    return metadata.isExpiredAt(now)
        ? Optional.of(new Refusal.Expired(file.name(), section, metadata.expires(), now))
        : Optional.empty();
  }

  /// Whether a trusted file is the very one that a listing names, so that it need not be fetched.
  static boolean isListed(TrustedFile<?> file, MetaFile listed) {
    return file.metadata().version() == listed.version()
        && listedBytes(file.name(), file.bytes(), "5.5.2", listed).isEmpty();
  }

  /// 5.3.11, fast-forward: whether a key that could sign for the role no longer can.
  static boolean isAnyKeyRevoked(Root before, Root after, String role) {
    return !after.trusteesOf(role).materials().containsAll(before.trusteesOf(role).materials());
  }

  /// Whether enough keys of the root still vouch for a file after the root has changed.
  static boolean isStillSigned(TrustedFile<?> file, Root root, String role) {
    return root.trusteesOf(role).isSatisfiedBy(file.envelope());
  }

  private static Checked<Envelope> open(UntrustedFile file, String section) {
    if (file.bytes().length > file.maxLengthBytes()) {
      return new Checked.Failed<>(
          new Refusal.TooLarge(file.name(), section, file.maxLengthBytes(), file.bytes().length));
    }
    try {
      return new Checked.Passed<>(
          Envelope.decode(file.bytes(), JsonLimits.ofLength(file.maxLengthBytes())));
    } catch (MalformedJsonException e) {
      return malformed(file, section, e);
    }
  }

  private static <T extends RoleMetadata> Checked<TrustedFile<T>> decode(
      UntrustedFile file, String section, Envelope envelope, RoleMetadata.Decoder<T> decoder) {
    try {
      return new Checked.Passed<>(
          new TrustedFile<>(file, envelope, decoder.decode(envelope.signed())));
    } catch (MalformedJsonException e) {
      return malformed(file, section, e);
    }
  }

  private static <T> Checked<T> malformed(
      UntrustedFile file, String section, MalformedJsonException e) {
    return new Checked.Failed<>(
        new Refusal.Malformed(file.name(), section, e.path(), e.expected(), e.received()));
  }

  private static Optional<Refusal> signatures(
      UntrustedFile file, String section, Trustees trustees, Envelope envelope) {
    return signatures(file.name(), section, trustees, "root.json", envelope);
  }

  private static Optional<Refusal> signatures(
      TrustedFile<?> file, String section, Trustees trustees, String trustedFrom) {
    return signatures(file.name(), section, trustees, trustedFrom, file.envelope());
  }

  private static Optional<Refusal> signatures(
      String name, String section, Trustees trustees, String trustedFrom, Envelope envelope) {
    int valid = trustees.countSignatures(envelope);
    long threshold = trustees.role().threshold();
    return valid >= threshold
        ? Optional.empty()
        : Optional.of(new Refusal.TooFewSignatures(name, section, threshold, valid, trustedFrom));
  }

  private static Optional<Refusal> successor(TrustedFile<Root> root, Root trusted) {
    long expected = trusted.version() + 1;
    long received = root.metadata().version();
    return received == expected
        ? Optional.empty()
        : Optional.of(new Refusal.NotSuccessor(root.name(), "5.3.5", expected, received));
  }

  private static Optional<Refusal> rollback(
      String name, String section, String what, long trusted, long received) {
    return received >= trusted
        ? Optional.empty()
        : Optional.of(new Refusal.Rollback(name, section, what, trusted, received));
  }

  private static Optional<Refusal> listingRollback(
      TrustedFile<Snapshot> snapshot, Snapshot trusted) {
    for (Map.Entry<String, MetaFile> old : trusted.meta().entrySet()) {
      Optional<MetaFile> listed = snapshot.metadata().find(old.getKey());
      if (listed.isEmpty()) {
        return Optional.of(new Refusal.Disappeared(snapshot.name(), "5.5.5", old.getKey()));
      }
      Optional<Refusal> refusal =
          rollback(
              snapshot.name(),
              "5.5.5",
              "role " + old.getKey(),
              old.getValue().version(),
              listed.get().version());
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> listedVersion(
      TrustedFile<?> file, String section, String listedIn, MetaFile listed) {
    long received = file.metadata().version();
    return received == listed.version()
        ? Optional.empty()
        : Optional.of(
            new Refusal.MixAndMatch(file.name(), section, listedIn, listed.version(), received));
  }

  private static Optional<Refusal> listedBytes(
      UntrustedFile file, String section, MetaFile listed) {
    return listedBytes(file.name(), file.bytes(), section, listed);
  }

  private static Optional<Refusal> listedBytes(
      String name, byte[] bytes, String section, MetaFile listed) {
    OptionalLong length = listed.findLengthBytes();
    if (length.isPresent() && length.getAsLong() != bytes.length) {
      return Optional.of(new Refusal.WrongLength(name, section, length.getAsLong(), bytes.length));
    }
    Optional<Digest> expected = listed.findSha256();
    if (expected.isEmpty()) {
      return Optional.empty();
    }
    Digest received = Digest.sha256(bytes);
    return received.equals(expected.get())
        ? Optional.empty()
        : Optional.of(new Refusal.HashMismatch(name, section, expected.get(), received));
  }
}
