package dev.sluice.publisher.store;

import java.io.IOException;
import java.nio.file.Path;

/// A file had other bytes when it was uploaded than when it was read before.
public final class ChangedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  ChangedFileException(Path file) {
    super(file + ": expected the bytes that were read before, got others");
  }
}
