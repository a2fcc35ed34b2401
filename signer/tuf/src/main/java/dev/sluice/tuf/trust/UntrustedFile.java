package dev.sluice.tuf.trust;

/// A metadata file from outside: downloaded, or found on our own disk after a restart.
final class UntrustedFile {
  private final String name;
  private final byte[] bytes;
  private final long maxLengthBytes;

  /// @param name its name in the store, such as `timestamp.json`
  /// @param bytes as they came; copied
  /// @param maxLengthBytes most bytes that it may have
  UntrustedFile(String name, byte[] bytes, long maxLengthBytes) {
    this.name = name;
    this.bytes = bytes.clone();
    this.maxLengthBytes = maxLengthBytes;
  }

  /// A file from our own store: it was below the limits when it came.
  static UntrustedFile stored(String name, byte[] bytes) {
    return new UntrustedFile(name, bytes, Math.max(1, bytes.length));
  }

  String name() {
    return name;
  }

  /// Not to be changed.
  byte[] bytes() {
    return bytes;
  }

  long maxLengthBytes() {
    return maxLengthBytes;
  }
}
