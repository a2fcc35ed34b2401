package dev.sluice.formats.classfile.pool;

import dev.sluice.formats.classfile.bytes.Refusal;
import dev.sluice.formats.stream.MalformedPatchException;

/// In which order compilers number constants.
enum PoolOrderKind {
  /// None of those below.
  LISTED(0),

  /// javac since 15: as instructions use them, then everything else; what an entry refers to stands
  /// next behind it.
  AT_ONCE(1),

  /// javac up to 14: likewise, but what entries refer to stands behind all of them.
  LATER(2);

  private final int code;

  PoolOrderKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static PoolOrderKind of(int code) throws MalformedPatchException {
    for (var kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw Refusal.of("a known order of the pool, not " + code);
  }
}
