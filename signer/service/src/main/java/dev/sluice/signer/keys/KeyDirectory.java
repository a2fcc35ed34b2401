package dev.sluice.signer.keys;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.key.PublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keys in files, one each, readable by their owner only. For development and small installations.
///
/// A product role has two keys, `product.<name>.build.pem` and `product.<name>.approver.pem`, both
/// of which must sign; every other role has one, `<role>.pem`. A successor waits in the folder
/// `next` until the repository names it; the key that it replaces goes to the folder `old`. New
/// keys of a role are made in the folder `new`, and come into force all or none.
public final class KeyDirectory implements KeyRing {
  private static final Logger LOG = LoggerFactory.getLogger(KeyDirectory.class);
  private static final String NEXT = "next";
  private static final String OLD = "old";
  private static final String NEW = "new";

  private final Path directory;
  private final SecureRandom random;
  private final DirectoryLock lock;

  private KeyDirectory(Path directory, SecureRandom random, Duration lockLimit) {
    this.directory = directory;
    this.random = random;
    this.lock = new DirectoryLock(directory.resolve("lock"), PrivateFiles.FILE, lockLimit);
  }

  /// Opens a directory of keys, made with mode 0700 if it is not there.
  ///
  /// @throws IOException if it cannot be made or written, or if other users can read it
  public static KeyDirectory open(Path directory, SecureRandom random) throws IOException {
    return open(directory, random, DirectoryLock.LIMIT);
  }

  static KeyDirectory open(Path directory, SecureRandom random, Duration lockLimit)
      throws IOException {
    var _ = PrivateFiles.ensureDirectory(directory);
    return new KeyDirectory(directory, random, lockLimit);
  }

  @Override
  public List<SigningKey> find(String role) throws IOException {
    List<SigningKey> keys = new ArrayList<>();
    for (Path place : List.of(directory, directory.resolve(NEXT))) {
      for (String name : namesOf(role)) {
        if (Files.exists(place.resolve(name))) {
          keys.add(read(place.resolve(name)));
        }
      }
    }
    return List.copyOf(keys);
  }

  /// Refuses a role of which a key is missing: with one key of two its documents would be signed,
  /// and believed, by that one alone.
  ///
  /// @throws IOException if so, or if they cannot be kept safely, or cannot be used
  @Override
  public List<PublicKey> ensureKeys(String role) throws IOException {
    finish(role);
    List<String> names = namesOf(role);
    List<String> here = names.stream().filter(n -> Files.exists(directory.resolve(n))).toList();
    if (!here.isEmpty() && here.size() < names.size()) {
      throw new IOException(
          "role %s: expected the keys %s in %s, got %s only; bring the other back, or move this one away to have both made new"
              .formatted(role, String.join(" and ", names), directory, String.join(" and ", here)));
    }
    return KeyRing.super.ensureKeys(role);
  }

  @Override
  public List<SigningKey> create(String role) throws IOException {
    Path making = PrivateFiles.ensureDirectory(directory.resolve(NEW));
    List<SigningKey> keys = new ArrayList<>();
    for (String name : namesOf(role)) {
      keys.add(write(making, name, role));
    }
    finish(role);
    return List.copyOf(keys);
  }

  /// Brings new keys into force if all of them were made, whatever was cut off in between. What was
  /// not made whole was never used, and is made again.
  private void finish(String role) throws IOException {
    Path making = directory.resolve(NEW);
    List<String> names = namesOf(role);
    if (names.stream()
        .allMatch(n -> Files.exists(making.resolve(n)) != Files.exists(directory.resolve(n)))) {
      for (String name : names) {
        if (Files.exists(making.resolve(name))) {
          PrivateFiles.move(making.resolve(name), directory.resolve(name));
        }
      }
    }
  }

  @Override
  public List<Succession> prepare(String role, Set<Digest> named) throws IOException {
    List<Succession> successions = new ArrayList<>();
    for (String name : namesOf(role)) {
      Path file = directory.resolve(name);
      if (!Files.exists(file)) {
        continue;
      }
      SigningKey current = read(file);
      if (named.contains(current.material())) {
        successions.add(new Succession(current, next(name, role)));
      }
    }
    return List.copyOf(successions);
  }

  private SigningKey next(String name, String role) throws IOException {
    Path waiting = directory.resolve(NEXT);
    return Files.exists(waiting.resolve(name))
        ? read(waiting.resolve(name))
        : write(PrivateFiles.ensureDirectory(waiting), name, role);
  }

  @Override
  public void settle(String role, Set<Digest> named, OldKeys oldKeys) throws IOException {
    for (String name : namesOf(role)) {
      Path next = directory.resolve(NEXT).resolve(name);
      if (Files.exists(next) && named.contains(read(next).material())) {
        // The old one first: a cut in between leaves the new one where it is found as well.
        putAway(directory.resolve(name), oldKeys);
        PrivateFiles.move(next, directory.resolve(name));
        LOG.atInfo().addKeyValue("role", role).addKeyValue("file", name).log("key in force");
      }
    }
  }

  private void putAway(Path file, OldKeys oldKeys) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    switch (oldKeys) {
      case DELETE -> PrivateFiles.delete(file);
      case KEEP -> {
        String keyId = read(file).publicKey().keyId().substring(0, 12);
        String name = file.getFileName().toString().replaceFirst("\\.pem$", "." + keyId + ".pem");
        PrivateFiles.move(file, PrivateFiles.ensureDirectory(directory.resolve(OLD)).resolve(name));
      }
    }
  }

  @Override
  public Hold hold() throws IOException {
    return lock.hold();
  }

  private static List<String> namesOf(String role) {
    return role.startsWith("product.")
        ? Stream.of("build", "approver").map(part -> role + "." + part + ".pem").toList()
        : List.of(role + ".pem");
  }

  private static SigningKey read(Path file) throws IOException {
    PrivateFiles.requirePrivateFile(file);
    try {
      return SigningKey.ofPem(Files.readString(file));
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /// The key is on the disk before anything is signed with it: a signature by a key that a power
  /// cut takes away could never be renewed.
  private SigningKey write(Path place, String name, String role) throws IOException {
    var key = SigningKey.generate(random);
    PrivateFiles.write(place, name, key.toPem());
    LOG.atWarn()
        .addKeyValue("role", role)
        .addKeyValue("file", place.resolve(name))
        .log("made a signing key for development");
    return key;
  }
}
