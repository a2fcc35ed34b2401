package dev.sluice.cache.upstream;

import java.time.Duration;

/// What upstream said about an object along with some of its bytes.
///
/// @param objectLengthBytes length of the whole object
/// @param bodyLengthBytes how many bytes of it follow
/// @param contentType as upstream has it
/// @param validator a strong entity tag of the object with its quotes (RFC 9110 section 8.8.3), or
///     [#NO_VALIDATOR]
/// @param age how long ago it left the origin (the `Age` header); zero when upstream is the origin
public record ObjectFacts(
    long objectLengthBytes,
    long bodyLengthBytes,
    String contentType,
    String validator,
    Duration age) {
  /// Upstream gave no strong entity tag.
  public static final String NO_VALIDATOR = "";

  /// The content type of bytes about which nothing is known.
  public static final String UNKNOWN_TYPE = "application/octet-stream";

  public ObjectFacts {
    if (objectLengthBytes < 0 || bodyLengthBytes < 0 || bodyLengthBytes > objectLengthBytes) {
      throw new IllegalArgumentException(
          "a body must fit into its object of %d bytes, got %d"
              .formatted(objectLengthBytes, bodyLengthBytes));
    }
  }

  /// Without a validator.
  public ObjectFacts(
      long objectLengthBytes, long bodyLengthBytes, String contentType, Duration age) {
    this(objectLengthBytes, bodyLengthBytes, contentType, NO_VALIDATOR, age);
  }

  /// Whether both are of one object that has not changed in between, as far as upstream tells.
  public boolean isSameObject(ObjectFacts other) {
    return objectLengthBytes == other.objectLengthBytes && validator.equals(other.validator);
  }
}
