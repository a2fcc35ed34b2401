package dev.sluice.delta.container;

import dev.sluice.delta.format.MalformedPatchException;
import java.io.IOException;

/// Takes a view in order and makes the file from it.
public interface ViewConsumer extends AutoCloseable {
  /// Takes the next `count` bytes.
  void accept(byte[] bytes, int count) throws IOException, MalformedPatchException;

  /// Checks that the view may end here.
  void finish() throws MalformedPatchException;

  @Override
  void close();

  /// Where the file goes.
  @FunctionalInterface
  interface Output {
    /// Writes bytes of the file, in order.
    void write(byte[] bytes, int offset, int count) throws IOException, MalformedPatchException;
  }

  /// For a file that is its own view.
  static ViewConsumer plain(Output output) {
    return new ViewConsumer() {
      @Override
      public void accept(byte[] bytes, int count) throws IOException, MalformedPatchException {
        output.write(bytes, 0, count);
      }

      @Override
      public void finish() {}

      @Override
      public void close() {}
    };
  }
}
