package dev.sluice.publisher.store;

/// Is told how far an upload is.
@FunctionalInterface
public interface UploadProgress {
  /// Tells nobody.
  UploadProgress NONE = (_, _) -> {};

  /// Called after each part, from the threads that upload, one call at a time.
  ///
  /// @param sentBytes how much of the file the store has, rising up to `totalBytes`
  /// @param totalBytes length of the file
  void uploaded(long sentBytes, long totalBytes);
}
