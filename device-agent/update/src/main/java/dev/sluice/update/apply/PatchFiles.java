package dev.sluice.update.apply;

import dev.sluice.update.file.LocalFile;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/// The files of a device, as far as applying a patch needs them. What is opened is closed by the
/// caller.
public interface PatchFiles {
  /// Opens a file to be read. It may grow meanwhile.
  ///
  /// @throws IOException if it is not there or cannot be read
  SeekableByteChannel openToRead(LocalFile file) throws IOException;

  /// Opens a download to be written, empty if it was not there, else with what is in it.
  ///
  /// @throws IOException if it cannot be made
  SeekableByteChannel openToWrite(LocalFile file) throws IOException;

  /// Opens an empty channel for reading and writing; what is in it is gone once it is closed.
  ///
  /// @param lengthBytes how much will be written
  /// @throws IOException if there is no room
  SeekableByteChannel openScratch(long lengthBytes) throws IOException;

  /// Makes a download and its name durable.
  ///
  /// @throws IOException if it cannot be
  void sync(LocalFile file) throws IOException;

  /// What was kept in a small file.
  ///
  /// @param maxBytes no more than one byte beyond these is read
  /// @return nothing if there is no such file, or it cannot be read
  Optional<byte[]> find(LocalFile.Checkpoint file, int maxBytes);

  /// Replaces a small file durably: after a power cut the old one or the new one is there, whole.
  ///
  /// @throws IOException if it cannot be
  void replace(LocalFile.Checkpoint file, byte[] content) throws IOException;
}
