package dev.sluice.simulation.content;

import dev.sluice.simulation.world.World;
import dev.sluice.tuf.digest.Digest;

/// The invariant that a slice is checked before it is served, watched where it is served and judged
/// by the bytes as they came: what rotted on the disk afterwards is for the reader to find.
///
/// A node can check a slice that is a whole object with a digest in its path.
final class CheckedFirst {
  private final World world;
  private final String node;

  CheckedFirst(World world, String node) {
    this.world = world;
    this.node = node;
  }

  void serves(DiskSlice slice) {
    boolean isWhole = slice.lengthBytes() == slice.objectLengthBytes();
    var named = slice.key().path().digest().filter(_ -> isWhole);
    var received = Digest.sha256(slice.received().bytes());
    if (named.isPresent() && !named.get().equals(received)) {
      throw world.violation(
          "a slice must be checked before it is served, but %s serves %s for %s"
              .formatted(node, received.prefix(), slice.key().path().value()));
    }
  }
}
