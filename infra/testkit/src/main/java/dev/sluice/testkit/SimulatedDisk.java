package dev.sluice.testkit;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Files in memory that behave like a real disk in a power cut: what was not synced may be gone,
/// cut short, or there.
///
/// A write becomes durable with [#sync(String)]. A rename or a deletion is atomic, but durable only
/// with [#syncFolder()]; until then a crash may undo it. One thread uses a disk.
public final class SimulatedDisk {
  private final TreeMap<String, byte[]> visible = new TreeMap<>();
  private final TreeMap<String, byte[]> durable = new TreeMap<>();
  private final TreeSet<String> unsyncedContent = new TreeSet<>();

  /// Those of them whose earlier content was changed where it stands.
  private final TreeSet<String> overwritten = new TreeSet<>();

  /// The bytes of a file as a running process sees them.
  public Optional<byte[]> read(String name) {
    return Optional.ofNullable(visible.get(name)).map(byte[]::clone);
  }

  /// The names of all files as a running process sees them.
  public Set<String> names() {
    return new TreeSet<>(visible.keySet());
  }

  /// Replaces a file's content, not durably.
  public void write(String name, byte[] content) {
    visible.put(name, content.clone());
    unsyncedContent.add(name);
    overwritten.remove(name);
  }

  /// Changes a file where it stands, not durably: a crash may leave the new bytes up to some place,
  /// and behind it those that were there.
  ///
  /// @param content what the whole file shall hold
  public void overwrite(String name, byte[] content) {
    visible.put(name, content.clone());
    if (unsyncedContent.add(name)) {
      overwritten.add(name);
    }
  }

  /// Makes a file's content and its name durable.
  ///
  /// @throws IllegalStateException if there is no such file
  public void sync(String name) {
    var content = visible.get(name);
    if (content == null) {
      throw new IllegalStateException("a file must exist to be synced: " + name);
    }
    durable.put(name, content);
    unsyncedContent.remove(name);
    overwritten.remove(name);
  }

  /// Gives a file another name, replacing what had it.
  ///
  /// @throws IllegalStateException if there is no such file
  public void rename(String from, String to) {
    var content = visible.remove(from);
    if (content == null) {
      throw new IllegalStateException("a file must exist to be renamed: " + from);
    }
    visible.put(to, content);
    overwritten.remove(from);
    overwritten.remove(to);
    if (unsyncedContent.remove(from)) {
      unsyncedContent.add(to);
    } else {
      unsyncedContent.remove(to);
    }
  }

  /// Removes a file if it is there.
  public void delete(String name) {
    visible.remove(name);
    unsyncedContent.remove(name);
    overwritten.remove(name);
  }

  /// Makes all renames and deletions durable; contents that were not synced stay at risk.
  public void syncFolder() {
    durable.keySet().retainAll(visible.keySet());
    visible.forEach(
        (name, content) -> {
          if (!unsyncedContent.contains(name)) {
            durable.put(name, content);
          }
        });
  }

  /// The power is cut: each change that was not durable survives, is undone, or leaves a file cut
  /// short, or half overwritten, by chance.
  public void crash(Seeded seeded) {
    var names = new TreeSet<>(durable.keySet());
    names.addAll(visible.keySet());
    boolean folderSurvives = seeded.nextBoolean();
    for (var name : names) {
      if (unsyncedContent.contains(name)) {
        settleContent(name, seeded);
      } else if (folderSurvives) {
        adopt(name, visible);
      } else {
        adopt(name, durable);
      }
    }
    unsyncedContent.clear();
    overwritten.clear();
    visible.clear();
    visible.putAll(durable);
  }

  private void settleContent(String name, Seeded seeded) {
    var content = visible.get(name);
    if (content == null) {
      return;
    }
    switch (seeded.nextInt(3)) {
      case 0 -> durable.put(name, content);
      case 1 -> durable.put(name, cut(name, content, (int) seeded.between(0, content.length)));
      default -> {
        // Lost: what was durable under that name, or nothing.
      }
    }
  }

  private byte[] cut(String name, byte[] content, int lengthBytes) {
    byte[] before = durable.getOrDefault(name, new byte[0]);
    if (!overwritten.contains(name) || before.length <= lengthBytes) {
      return Arrays.copyOf(content, lengthBytes);
    }
    byte[] torn = before.clone();
    System.arraycopy(content, 0, torn, 0, lengthBytes);
    return torn;
  }

  private void adopt(String name, Map<String, byte[]> source) {
    var content = source.get(name);
    if (content == null) {
      durable.remove(name);
    } else {
      durable.put(name, content);
    }
  }
}
