package dev.sluice.patch;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/// Where the patcher may put the contents of a compressed base while it works.
///
/// Who keeps them beyond that, since the base will not be there any more, says so by [#isFilled].
@FunctionalInterface
public interface Scratch {
  /// Opens a channel for reading and writing: empty, unless [#isFilled].
  ///
  /// Called at most once for each patch, after its limits were checked. The patcher closes the
  /// channel; what was in it is of no use to it afterwards.
  ///
  /// @param lengthBytes how much will be written, so that a lack of room can be told at once
  SeekableByteChannel open(long lengthBytes) throws IOException;

  /// Whether the channel holds all contents when it is opened, and nothing else: those that an
  /// application of the same patch to the same base put there. The base is not taken apart then.
  default boolean isFilled() {
    return false;
  }

  /// All contents are there now; from here on the channel is only read.
  default void filled() throws IOException {}
}
