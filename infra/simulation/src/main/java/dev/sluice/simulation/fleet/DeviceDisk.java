package dev.sluice.simulation.fleet;

import dev.sluice.delta.PatchLimits;
import dev.sluice.delta.PatchOutcome;
import dev.sluice.delta.Patcher;
import dev.sluice.delta.RandomReader;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.SimulatedDisk;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.update.Content;
import dev.sluice.update.Effect;
import dev.sluice.update.LocalFile;
import dev.sluice.update.UpdateMemory;
import dev.sluice.update.UpdateMemoryCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The files of a device, and how each effect of the machine touches them.
final class DeviceDisk {
  private static final String MEMORY = "memory";
  private static final String METADATA = "metadata/";
  private static final String DOWNLOADS = "downloads/";
  private static final String PART = ".part";

  private final SimulatedDisk disk = new SimulatedDisk();

  Optional<byte[]> read(LocalFile file) {
    return disk.read(nameOf(file));
  }

  Optional<Digest> digestOf(LocalFile file) {
    return read(file).map(Digest::sha256);
  }

  private static String nameOf(LocalFile file) {
    return switch (file) {
      case LocalFile.Installed _ -> "installed";
      case LocalFile.Artifact(var digest) -> DOWNLOADS + digest.hex();
      case LocalFile.Patch(var digest) -> DOWNLOADS + digest.hex() + ".patch";
    };
  }

  UpdateMemory memory() {
    return disk.read(MEMORY).map(DeviceDisk::decode).orElseGet(UpdateMemory::empty);
  }

  private static UpdateMemory decode(byte[] bytes) {
    try {
      return UpdateMemoryCodec.decode(bytes);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("a synced memory must be readable", e);
    }
  }

  Map<String, byte[]> metadata() {
    var files = new HashMap<String, byte[]>();
    for (var name : disk.names()) {
      if (name.startsWith(METADATA) && !name.endsWith(PART)) {
        disk.read(name).ifPresent(bytes -> files.put(name.substring(METADATA.length()), bytes));
      }
    }
    return files;
  }

  void persist(UpdateMemory memory) {
    replace(MEMORY, UpdateMemoryCodec.encode(memory));
    disk.syncFolder();
  }

  /// Whole or not at all, but perhaps not at all after a crash.
  void storeMetadata(String fileName, Content content) {
    replace(METADATA + fileName, content.bytes());
  }

  private void replace(String name, byte[] bytes) {
    disk.write(name + PART, bytes);
    disk.sync(name + PART);
    disk.rename(name + PART, name);
  }

  /// Not synced: a crash may lose it.
  void write(LocalFile file, long offset, byte[] bytes) {
    var before = read(file).orElseGet(() -> new byte[0]);
    int end = (int) offset + bytes.length;
    var after = Arrays.copyOf(before, Math.max(before.length, end));
    System.arraycopy(bytes, 0, after, (int) offset, bytes.length);
    disk.write(nameOf(file), after);
  }

  List<Digest> sliceDigests(LocalFile file, long sliceLengthBytes) {
    var bytes = read(file).orElseGet(() -> new byte[0]);
    var digests = new ArrayList<Digest>();
    for (int start = 0; start < bytes.length; start += (int) sliceLengthBytes) {
      int end = (int) Math.min(start + sliceLengthBytes, bytes.length);
      digests.add(Digest.sha256(Arrays.copyOfRange(bytes, start, end)));
    }
    return digests;
  }

  /// Applies a patch with the real patcher.
  ///
  /// @return why it was refused; empty if the result stands in the artifact's download
  Optional<String> apply(Effect.ApplyPatch effect) {
    var base = read(new LocalFile.Installed()).orElseGet(() -> new byte[0]);
    var patch = read(new LocalFile.Patch(effect.patch())).orElseGet(() -> new byte[0]);
    var result = new ByteArrayOutputStream();
    var limits =
        new PatchLimits(effect.memoryBytes(), effect.scratchBytes(), effect.resultLengthBytes());
    try {
      var outcome =
          Patcher.apply(
              RandomReader.of(MemorySegment.ofArray(base)),
              new ByteArrayInputStream(patch),
              Channels.newChannel(result),
              limits,
              _ -> {
                throw new IOException("artifacts of the simulation are not containers");
              });
      disk.write(nameOf(new LocalFile.Artifact(effect.result())), result.toByteArray());
      return switch (outcome) {
        case PatchOutcome.Applied _ -> Optional.empty();
        case PatchOutcome.Refused(var refusal) -> Optional.of(refusal.toString());
      };
    } catch (IOException e) {
      throw new UncheckedIOException("channels in memory must not fail", e);
    }
  }

  /// The first half of an installation: the download is durable.
  void syncDownload(Digest artifact) {
    disk.sync(nameOf(new LocalFile.Artifact(artifact)));
  }

  /// The second half: the download takes the place of the installed file, which is kept.
  void switchTo(Digest artifact) {
    read(new LocalFile.Installed()).ifPresent(bytes -> replace("previous", bytes));
    disk.rename(nameOf(new LocalFile.Artifact(artifact)), nameOf(new LocalFile.Installed()));
  }

  void syncFolder() {
    disk.syncFolder();
  }

  void keepDownloads(Set<LocalFile> files) {
    var kept = files.stream().map(DeviceDisk::nameOf).collect(Collectors.toSet());
    for (var name : disk.names()) {
      if (name.startsWith(DOWNLOADS) && !kept.contains(name)) {
        disk.delete(name);
      }
    }
  }

  void crash(Seeded chance) {
    disk.crash(chance);
  }
}
