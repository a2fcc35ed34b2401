package dev.sluice.delta;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/// Where the patcher may put the contents of a compressed base while it works.
@FunctionalInterface
public interface Scratch {
  /// Opens an empty channel for reading and writing.
  ///
  /// Called at most once for each patch, after its limits were checked. The patcher closes the
  /// channel; what was in it is of no use afterwards.
  ///
  /// @param lengthBytes how much will be written, so that a lack of room can be told at once
  SeekableByteChannel open(long lengthBytes) throws IOException;
}
