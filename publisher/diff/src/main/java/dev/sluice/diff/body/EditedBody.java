package dev.sluice.diff.body;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.sluice.diff.coding.BitEncoder;
import dev.sluice.diff.match.EditScript;
import dev.sluice.formats.stream.ByteSource;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.patch.body.CopyPredictor;
import dev.sluice.patch.body.ExecutablePair;
import dev.sluice.patch.body.SectionCodec;
import dev.sluice.patch.body.SectionSide;
import dev.sluice.patch.body.Window;
import dev.sluice.patch.body.Workspace;
import dev.sluice.patch.view.Layout;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/// Says a view by edits, under models: see [SectionCodec].
public final class EditedBody implements PatchBody {
  private final MemorySegment old;
  private final MemorySegment neu;
  private final Layout layout;
  private final List<ExecutablePair> executables;
  private final ExecutablePair.HintSource hintSource;
  private final List<Section> sections = new ArrayList<>();

  private EditedBody(
      Layout layout,
      List<ExecutablePair> executables,
      ExecutablePair.HintSource hintSource,
      MemorySegment old,
      MemorySegment neu) {
    this.executables = executables;
    this.hintSource = hintSource;
    this.layout = layout;
    this.old = old;
    this.neu = neu;
  }

  /// Cuts a script into sections.
  ///
  /// @param old the base's view, open as long as the body is used
  /// @param neu the result's view, likewise
  public static EditedBody of(
      Layout layout,
      List<ExecutablePair> executables,
      ExecutablePair.HintSource hintSource,
      EditScript script,
      MemorySegment old,
      MemorySegment neu,
      long maxSectionBytes,
      int maxSectionEdits) {
    var body = new EditedBody(layout, executables, hintSource, old, neu);
    body.split(script, maxSectionBytes, maxSectionEdits);
    return body;
  }

  private void split(EditScript script, long maxSectionBytes, int maxSectionEdits) {
    var section = new Section(0);
    for (int i = 0; i < script.size(); i++) {
      long start = script.copyStart(i);
      long copy = script.copyLength(i);
      long insert = script.insertLength(i);
      while (copy + insert > 0) {
        long room = maxSectionBytes - section.length;
        long copied = Math.min(copy, room);
        long inserted = Math.min(insert, room - copied);
        section.add(start, copied, copied == copy ? inserted : 0);
        start += copied;
        insert -= copied == copy ? inserted : 0;
        copy -= copied;
        if (section.length == maxSectionBytes || section.edits.size() == maxSectionEdits) {
          sections.add(section);
          section = new Section(section.viewAt + section.length);
        }
      }
    }
    if (section.length > 0) {
      sections.add(section);
    }
  }

  /// Most edits of a section.
  public int maxEdits() {
    return sections.stream().mapToInt(section -> section.edits.size()).max().orElse(0);
  }

  /// Most bytes that a section inserts.
  public long maxInsertedBytes() {
    return sections.stream().mapToLong(section -> section.inserted).max().orElse(0);
  }

  /// Most bytes that a section corrects.
  public long maxCorrectedBytes() {
    return sections.stream().mapToLong(section -> section.corrected(old, neu)).max().orElse(0);
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public List<PatchBody.Section> sections() {
    return sections.stream().<PatchBody.Section>map(Coding::new).toList();
  }

  /// A section, ready to be coded.
  private final class Coding implements PatchBody.Section {
    private final Section section;

    private Coding(Section section) {
      this.section = section;
    }

    @Override
    public long viewBytes() {
      return section.length;
    }

    @Override
    public long newBytes() {
      return section.inserted + section.corrected(old, neu);
    }

    @Override
    public Code code(Workspace workspace, LongConsumer progress) throws IOException {
      return new Code(Window.NONE, EditedBody.this.code(section, workspace, progress));
    }
  }

  private byte[] code(Section section, Workspace workspace, LongConsumer progress)
      throws IOException {
    var encoder = new BitEncoder();
    try {
      var side = new Known(section, executablesOf(section), neu, progress);
      new SectionCodec(encoder, ByteSource.of(old), old.byteSize(), workspace, side)
          .code(section.viewAt, section.length);
    } catch (MalformedPatchException e) {
      throw new IllegalStateException("an encoder takes every section", e);
    }
    return encoder.finish();
  }

  /// Those that a section touches; without a model goes what a patcher would not take.
  private List<ExecutablePair> executablesOf(Section section) throws IOException {
    long end = section.viewAt + section.length;
    var touched = new ArrayList<ExecutablePair>();
    int recipeBytes = 0;
    int runs = 0;
    for (var pair : executables) {
      if (pair.neu().start() < end && pair.neu().end() > section.viewAt) {
        var hints =
            hintSource.hints(pair, map -> CopyPredictor.addCopies(map, pair, section::forEachCopy));
        var hinted = pair.withHints(hints);
        boolean isTaken =
            touched.size() < ExecutablePair.MAX_PAIRS
                && runs + pair.runs() <= ExecutablePair.MAX_RUNS
                && pair.layout().lengthBytes() <= ExecutablePair.MAX_LAYOUT_BYTES
                && hints.lengthBytes() <= ExecutablePair.MAX_LAYOUT_BYTES
                && recipeBytes + hinted.recipeBytes() <= ExecutablePair.MAX_RECIPE_BYTES;
        if (isTaken) {
          touched.add(hinted);
          recipeBytes += hinted.recipeBytes();
          runs += pair.runs();
        }
      }
    }
    return touched;
  }

  /// Edits that follow each other.
  private static final class Section {
    private final long viewAt;
    private final EditScript edits = new EditScript();
    private long length;
    private long inserted;

    private Section(long viewAt) {
      this.viewAt = viewAt;
    }

    private void add(long start, long copied, long insertedHere) {
      edits.add(start, copied, insertedHere);
      length += copied + insertedHere;
      inserted += insertedHere;
    }

    private void forEachCopy(CopyPredictor.Copies.Visitor visitor) throws IOException {
      long at = viewAt;
      for (int i = 0; i < edits.size(); i++) {
        visitor.accept(edits.copyStart(i), at, edits.copyLength(i));
        at += edits.copyLength(i) + edits.insertLength(i);
      }
    }

    private long corrected(MemorySegment old, MemorySegment neu) {
      long count = 0;
      long at = viewAt;
      for (int i = 0; i < edits.size(); i++) {
        long start = edits.copyStart(i);
        for (long k = 0; k < edits.copyLength(i); k++) {
          count += old.get(JAVA_BYTE, start + k) == neu.get(JAVA_BYTE, at + k) ? 0 : 1;
        }
        at += edits.copyLength(i) + edits.insertLength(i);
      }
      return count;
    }
  }

  private static final class Known implements SectionSide {
    private final EditScript edits;
    private final List<ExecutablePair> executables;
    private final MemorySegment neu;
    private final LongConsumer progress;
    private long at;

    private Known(
        Section section,
        List<ExecutablePair> executables,
        MemorySegment neu,
        LongConsumer progress) {
      this.progress = progress;
      this.executables = executables;
      this.edits = section.edits;
      this.neu = neu;
      this.at = section.viewAt;
    }

    @Override
    public List<ExecutablePair> executables() {
      return executables;
    }

    @Override
    public int edits() {
      return edits.size();
    }

    @Override
    public long copyStart(int edit) {
      return edits.copyStart(edit);
    }

    @Override
    public long copyLength(int edit) {
      return edits.copyLength(edit);
    }

    @Override
    public long insertLength(int edit) {
      return edits.insertLength(edit);
    }

    @Override
    public void load(byte[] right, int count) {
      MemorySegment.copy(neu, JAVA_BYTE, at, right, 0, count);
      at += count;
    }

    @Override
    public boolean isWrong(byte[] bytes, byte[] right, int from, int to) {
      return Arrays.mismatch(bytes, from, to, right, from, to) >= 0;
    }

    @Override
    public void made(byte[] bytes, int count) {
      progress.accept(count);
    }
  }
}
