package dev.sluice.diff.body;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.sluice.diff.match.EditScript;
import dev.sluice.patch.body.Workspace;
import dev.sluice.patch.view.Layout;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// Says a view without edits: each section has a dictionary, see [DictionaryEncoder].
public final class DictionaryBody implements PatchBody {
  private final Layout layout;
  private final EditScript script;
  private final MemorySegment old;
  private final MemorySegment neu;
  private final long sectionBytes;
  private final DictionaryEncoder encoder;

  /// @param script says where in the base's view there are bytes like those of a section
  /// @param old the base's view, open as long as the body is used
  /// @param neu the result's view, likewise
  /// @param sectionBytes bytes of the view that a section makes
  public DictionaryBody(
      Layout layout, EditScript script, MemorySegment old, MemorySegment neu, long sectionBytes) {
    this.layout = layout;
    this.script = script;
    this.old = old;
    this.neu = neu;
    this.sectionBytes = sectionBytes;
    this.encoder = new DictionaryEncoder(neu.byteSize());
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public List<Section> sections() {
    var newBytes = newBytes();
    var sections = new ArrayList<Section>();
    for (int i = 0; i < newBytes.length; i++) {
      long at = i * sectionBytes;
      sections.add(new Stretch(at, Math.min(sectionBytes, neu.byteSize() - at), newBytes[i]));
    }
    return sections;
  }

  /// What the script inserts and corrects of each section.
  private long[] newBytes() {
    var counts = new long[Math.toIntExact(Math.ceilDiv(neu.byteSize(), sectionBytes))];
    long at = 0;
    for (int i = 0; i < script.size(); i++) {
      long shift = script.copyStart(i) - at;
      for (long end = at + script.copyLength(i); at < end; at++) {
        if (old.get(JAVA_BYTE, at + shift) != neu.get(JAVA_BYTE, at)) {
          counts[(int) (at / sectionBytes)]++;
        }
      }
      for (long left = script.insertLength(i); left > 0; ) {
        int section = (int) (at / sectionBytes);
        long here = Math.min(left, (section + 1) * sectionBytes - at);
        counts[section] += here;
        at += here;
        left -= here;
      }
    }
    return counts;
  }

  private final class Stretch implements Section {
    private final long start;
    private final long lengthBytes;
    private final long newBytes;

    private Stretch(long start, long lengthBytes, long newBytes) {
      this.start = start;
      this.lengthBytes = lengthBytes;
      this.newBytes = newBytes;
    }

    @Override
    public long viewBytes() {
      return lengthBytes;
    }

    @Override
    public long newBytes() {
      return newBytes;
    }

    @Override
    public Code code(Workspace workspace, LongConsumer progress) throws IOException {
      var window = WindowSearch.find(script, start, start + lengthBytes, old.byteSize(), workspace);
      var bytes = old.asSlice(window.start(), window.lengthBytes()).toArray(JAVA_BYTE);
      var code = encoder.encode(bytes, neu.asSlice(start, lengthBytes), workspace);
      progress.accept(lengthBytes);
      return new Code(window, code);
    }
  }
}
