package dev.sluice.diff.stream;

import dev.sluice.diff.feature.Feature;
import dev.sluice.formats.StreamFormat;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Streams whose contents are one stream of another format and nothing else: both are taken apart
/// together, so that no view holds the stream between.
public interface WholeContents {
  /// The format of both together.
  StreamFormat format();

  /// Without which only the outer stream is taken apart.
  Feature feature();

  /// The format of the outer stream.
  StreamFormat outer();

  /// Finds whether contents of the outer stream are such a one, and how it was made.
  ///
  /// @param form takes what it holds, which is of use only if it is found
  Analysis analyze(MemorySegment contents, ByteSink form)
      throws IOException, MalformedPatchException;

  /// Takes contents of the outer stream apart.
  ///
  /// @param maxMemoryBytes what that may take a device
  /// @param form takes what they hold
  /// @return whether they are such a stream
  boolean isExpanded(MemorySegment contents, long maxMemoryBytes, ByteSink form) throws IOException;

  /// What taking apart contents of so many bytes takes a device.
  long expanderBytes(long contentsBytes);
}
