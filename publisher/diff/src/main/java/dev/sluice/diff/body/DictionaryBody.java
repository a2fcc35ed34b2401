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
///
/// @param script says where in the base's view there are bytes like those of a section
/// @param old the base's view, open as long as the body is used
/// @param neu the result's view, likewise
/// @param sectionBytes bytes of the view that a section makes
public record DictionaryBody(
    Layout layout, EditScript script, MemorySegment old, MemorySegment neu, long sectionBytes)
    implements PatchBody {
  @Override
  public List<Section> sections() {
    var sections = new ArrayList<Section>();
    for (long at = 0; at < neu.byteSize(); at += sectionBytes) {
      sections.add(new Stretch(at, Math.min(sectionBytes, neu.byteSize() - at)));
    }
    return sections;
  }

  private final class Stretch implements Section {
    private final long start;
    private final long lengthBytes;

    private Stretch(long start, long lengthBytes) {
      this.start = start;
      this.lengthBytes = lengthBytes;
    }

    @Override
    public long viewBytes() {
      return lengthBytes;
    }

    @Override
    public Code code(Workspace workspace, LongConsumer progress) throws IOException {
      var window = WindowSearch.find(script, start, start + lengthBytes, old.byteSize(), workspace);
      var bytes = old.asSlice(window.start(), window.lengthBytes()).toArray(JAVA_BYTE);
      var stretch = neu.asSlice(start, lengthBytes);
      var code =
          DictionaryEncoder.encode(bytes, stretch, workspace.dictionaryBits(), neu.byteSize());
      progress.accept(lengthBytes);
      return new Code(window, code);
    }
  }
}
