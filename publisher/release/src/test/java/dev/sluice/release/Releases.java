package dev.sluice.release;

import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// Generated releases for tests of this package.
final class Releases {
  private Releases() {}

  static Digest digest(Seeded seed) {
    return Digest.ofBytes(random(seed, Digest.LENGTH_BYTES));
  }

  static ReleaseId id(Seeded seed) {
    return new ReleaseId(new ProductName(seed.name(63)), new Version(seed.name(64)));
  }

  static Manifest manifest(Seeded seed) {
    long counter = seed.between(1, Manifest.MAX_COUNTER);
    List<String> hardware =
        IntStream.range(0, seed.size(5)).mapToObj(i -> i + seed.name(20)).toList();
    List<Artifact> artifacts =
        IntStream.rangeClosed(0, seed.size(5))
            .mapToObj(
                i ->
                    new Artifact(
                        new ArtifactName(i + "." + seed.name(20)),
                        digest(seed),
                        seed.between(1, Artifact.MAX_LENGTH_BYTES),
                        Installer.FILE))
            .toList();
    return new Manifest(id(seed), counter, seed.between(0, counter), hardware, artifacts);
  }

  static DeltaDescriptor descriptor(Seeded seed) {
    DeltaBase base =
        seed.chance(0.3)
            ? new DeltaBase.None()
            : new DeltaBase.Existing(digest(seed), length(seed));
    return new DeltaDescriptor(
        new ProductName(seed.name(63)),
        base,
        IntStream.rangeClosed(0, seed.size(DeltaDescriptor.MAX_STEPS - 1))
            .mapToObj(_ -> step(seed))
            .toList());
  }

  private static DeltaStep step(Seeded seed) {
    return new DeltaStep(
        digest(seed),
        length(seed),
        digest(seed),
        length(seed),
        seed.length(1L << 30),
        seed.length(1L << 30),
        Duration.ofMillis(seed.length(1 << 30)));
  }

  private static long length(Seeded seed) {
    return seed.between(1, Artifact.MAX_LENGTH_BYTES);
  }

  private static byte[] random(Seeded seed, int lengthBytes) {
    var bytes = new byte[lengthBytes];
    seed.nextBytes(bytes);
    return bytes;
  }
}
