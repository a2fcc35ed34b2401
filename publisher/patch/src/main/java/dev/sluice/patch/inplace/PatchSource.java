package dev.sluice.patch.inplace;

import java.io.IOException;
import java.io.InputStream;

/// A whole patch, which is read several times.
@FunctionalInterface
public interface PatchSource {
  /// Opens it at its first byte; the caller closes the stream.
  InputStream open() throws IOException;
}
