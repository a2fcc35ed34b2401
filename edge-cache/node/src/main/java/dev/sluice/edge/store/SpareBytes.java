package dev.sluice.edge.store;

import java.nio.ByteBuffer;

/// The bytes of one slice in [SpareMemory], which are given back when the store and the last reader
/// have left them.
///
/// Safe for use by all threads once they are complete.
public final class SpareBytes {
  private final SpareMemory memory;
  private final ByteBuffer bytes;

  // guarded by this
  private int users = 1;

  SpareBytes(SpareMemory memory, int lengthBytes) {
    this.memory = memory;
    this.bytes = ByteBuffer.allocate(lengthBytes);
  }

  /// All of them, from the first on; not to be changed.
  public ByteBuffer view() {
    return bytes.asReadOnlyBuffer().clear();
  }

  /// Takes the next bytes of the body.
  void append(ByteBuffer next) {
    bytes.put(next);
  }

  /// The first bytes.
  byte[] copy(int lengthBytes) {
    var copy = new byte[lengthBytes];
    view().get(copy);
    return copy;
  }

  /// One more uses them.
  ///
  /// @return whether they are still here
  synchronized boolean enter() {
    if (users == 0) {
      return false;
    }
    users++;
    return true;
  }

  /// One of those who use them does so no more.
  void leave() {
    boolean isLast;
    synchronized (this) {
      users--;
      isLast = users == 0;
    }
    if (isLast) {
      memory.giveBack(bytes.capacity());
    }
  }
}
