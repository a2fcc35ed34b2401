package dev.sluice.cache.request;

import dev.sluice.cache.slice.ByteRange;
import java.util.Optional;

/// One range of a `Range` header, not yet measured against an object's length (RFC 9110 section
/// 14.1.2).
public sealed interface RangeSpec {
  /// The bytes that the range selects in an object of `lengthBytes`; empty when it selects none.
  Optional<ByteRange> resolve(long lengthBytes);

  /// `first-last`; both ends inclusive, as on the wire.
  record Bounded(long first, long last) implements RangeSpec {
    public Bounded {
      if (first < 0 || last < first) {
        throw new IllegalArgumentException(
            "the last byte must not stand before the first, got " + first + "-" + last);
      }
    }

    @Override
    public Optional<ByteRange> resolve(long lengthBytes) {
      return first >= lengthBytes
          ? Optional.empty()
          : Optional.of(new ByteRange(first, last >= lengthBytes ? lengthBytes : last + 1));
    }
  }

  /// `first-`: everything from a byte on.
  record From(long first) implements RangeSpec {
    public From {
      if (first < 0) {
        throw new IllegalArgumentException("the first byte must be 0 or above, got " + first);
      }
    }

    @Override
    public Optional<ByteRange> resolve(long lengthBytes) {
      return first >= lengthBytes
          ? Optional.empty()
          : Optional.of(new ByteRange(first, lengthBytes));
    }
  }

  /// `-length`: the last bytes, or the whole object when it is shorter.
  record Suffix(long lengthBytes) implements RangeSpec {
    public Suffix {
      if (lengthBytes < 0) {
        throw new IllegalArgumentException("a suffix must be 0 or longer, got " + lengthBytes);
      }
    }

    @Override
    public Optional<ByteRange> resolve(long objectLengthBytes) {
      return lengthBytes == 0 || objectLengthBytes == 0
          ? Optional.empty()
          : Optional.of(
              new ByteRange(Math.max(0, objectLengthBytes - lengthBytes), objectLengthBytes));
    }
  }
}
