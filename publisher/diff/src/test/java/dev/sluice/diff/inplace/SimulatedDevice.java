package dev.sluice.diff.inplace;

import dev.sluice.patch.inplace.Storage;
import dev.sluice.testkit.MemoryChannel;
import dev.sluice.testkit.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A device with files whose power is cut after so many writes, and whose disk may be full.
///
/// Of what was written since a file was made durable last, each write survives, is lost, or is cut
/// short, by chance; so do changes of its length.
final class SimulatedDevice {
  private final List<File> files = new ArrayList<>();
  private long stepsLeft = Long.MAX_VALUE;
  private long steps;
  private long roomBytes = Long.MAX_VALUE;

  /// The power is cut.
  static final class PowerCut extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /// There is no room left.
  static final class DiskFull extends IOException {
    private static final long serialVersionUID = 1L;
  }

  File file(byte[] content) {
    var file = new File(content);
    files.add(file);
    return file;
  }

  /// Cuts the power at the step after so many.
  void cutAfter(long newSteps) {
    stepsLeft = newSteps;
  }

  /// Lets all files together have so many bytes.
  void limitRoom(long bytes) {
    roomBytes = bytes;
  }

  /// Writes, changes of lengths and waits so far.
  long steps() {
    return steps;
  }

  /// Starts the device again.
  void restart(Seeded seed) {
    files.forEach(file -> file.settle(seed));
    stepsLeft = Long.MAX_VALUE;
  }

  private void step() throws PowerCut {
    if (stepsLeft == 0) {
      throw new PowerCut();
    }
    stepsLeft--;
    steps++;
  }

  /// A change that is not durable yet: bytes at a position, or a length.
  private record Change(long position, ByteBuffer bytes, boolean isCut) {
    void apply(MemoryChannel target, int count) {
      if (isCut) {
        var _ = target.truncate(position);
      } else {
        var _ = target.position(position).write(bytes.slice(0, count));
      }
    }
  }

  /// A file of the device.
  final class File implements Storage {
    private final List<Change> changes = new ArrayList<>();
    private MemoryChannel durable;
    private MemoryChannel visible;
    private long longestBytes;
    private long writes;

    private File(byte[] content) {
      durable = MemoryChannel.of(content);
      visible = MemoryChannel.of(content);
    }

    byte[] bytes() {
      return visible.bytes();
    }

    long longestBytes() {
      return longestBytes;
    }

    long writes() {
      return writes;
    }

    private void settle(Seeded seed) {
      for (var change : changes) {
        switch (seed.nextInt(4)) {
          case 0 -> {} // lost
          case 1 -> change.apply(durable, seed.size(change.bytes().remaining()));
          default -> change.apply(durable, change.bytes().remaining());
        }
      }
      changes.clear();
      visible = MemoryChannel.of(durable.bytes());
    }

    private void change(Change change) {
      changes.add(change);
      change.apply(visible, change.bytes().remaining());
    }

    @Override
    public long lengthBytes() {
      return visible.size();
    }

    @Override
    public int read(long position, ByteBuffer target) {
      return visible.position(position).read(target);
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
      step();
      long length = Math.max(visible.size(), position + source.remaining());
      long others = files.stream().filter(f -> f != this).mapToLong(File::lengthBytes).sum();
      if (length > visible.size() && length + others > roomBytes) {
        throw new DiskFull();
      }
      var bytes = ByteBuffer.allocate(source.remaining()).put(source).flip();
      change(new Change(position, bytes, false));
      longestBytes = Math.max(longestBytes, length);
      writes++;
    }

    @Override
    public void truncate(long lengthBytes) throws IOException {
      step();
      change(new Change(lengthBytes, ByteBuffer.allocate(0), true));
    }

    @Override
    public void force() throws IOException {
      step();
      changes.clear();
      durable = MemoryChannel.of(visible.bytes());
    }
  }
}
