package dev.sluice.diff;

import dev.sluice.formats.StreamFormat;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.patch.PatchHeader;
import dev.sluice.patch.PatchRefusal;
import dev.sluice.patch.body.BodyReader;
import dev.sluice.patch.view.Layout;
import dev.sluice.patch.wire.PatchInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What a patch consists of, for people.
///
/// @param header what it says of itself
/// @param streams what is looked into, by format
/// @param sections in order
public record PatchSummary(PatchHeader header, List<Streams> streams, List<Section> sections) {
  /// What reading may take; our differ's patches take far less.
  private static final long MAX_MEMORY_BYTES = 64L << 20;

  /// Copies the lists.
  public PatchSummary {
    streams = List.copyOf(streams);
    sections = List.copyOf(sections);
  }

  /// The streams of a format.
  ///
  /// @param format its name, in lower case
  /// @param ofBase number of streams of the base that are taken apart
  /// @param ofResult number of streams of the result that are made again
  /// @param contentsBytes what the latter hold, those within others counted in both
  /// @param recipeBytes what is needed besides, before it is coded
  public record Streams(
      String format, int ofBase, int ofResult, long contentsBytes, long recipeBytes) {}

  /// A section.
  ///
  /// @param viewBytes bytes of the view that it makes
  /// @param codeBytes length of its code in the patch
  /// @param windowBytes bytes of the base's view in its dictionary; empty if it has no dictionary
  /// @param edits number of edits; 1, an insertion, if it has a dictionary
  /// @param copiedBytes bytes that are copied from the base, and corrected
  /// @param insertedBytes bytes that stand nowhere in the base
  public record Section(
      long viewBytes,
      long codeBytes,
      OptionalLong windowBytes,
      int edits,
      long copiedBytes,
      long insertedBytes) {}

  /// What came of reading a patch.
  public sealed interface Outcome {
    /// A patch whose structure is whole; whether it makes what it says shows only by applying it.
    record Read(PatchSummary summary) implements Outcome {}

    /// No patch that this module can apply.
    record Refused(PatchRefusal refusal) implements Outcome {}
  }

  /// Reads a patch to its end, without its base.
  public static Outcome read(InputStream patch) throws IOException {
    var input = new PatchInput(new BufferedInputStream(patch));
    return switch (PatchHeader.read(input)) {
      case PatchHeader.Outcome.Refused(var refusal) -> new Outcome.Refused(refusal);
      case PatchHeader.Outcome.Read(var header) -> {
        long editBytes = header.workspace().ofEdits().memoryBytes();
        if (editBytes > MAX_MEMORY_BYTES) {
          yield new Outcome.Refused(
              new PatchRefusal.LimitExceeded(
                  PatchRefusal.Limited.MEMORY, MAX_MEMORY_BYTES, editBytes));
        }
        try {
          yield new Outcome.Read(read(header, input));
        } catch (MalformedPatchException e) {
          yield new Outcome.Refused(PatchHeader.refusal(e));
        }
      }
    };
  }

  private static PatchSummary read(PatchHeader header, PatchInput input)
      throws IOException, MalformedPatchException {
    var body = new BodyReader(input, header.workspace(), header.viewBytes());
    var layout = body.readLayout();
    var sections = new ArrayList<Section>();
    while (body.hasSection()) {
      sections.add(section(body.skipSection(header.baseBytes() + header.scratchBytes())));
    }
    body.finish();
    return new PatchSummary(header, streams(layout), sections);
  }

  private static Section section(BodyReader.Section section) {
    return new Section(
        section.viewBytes(),
        section.codeBytes(),
        section.windowBytes(),
        section.edits(),
        section.copiedBytes(),
        section.viewBytes() - section.copiedBytes());
  }

  private static List<Streams> streams(Layout layout) {
    Map<Integer, Streams> byFormat = new TreeMap<>();
    for (var expansion : layout.expansions()) {
      merge(byFormat, expansion.format(), 1, 0, 0, 0);
    }
    for (var frame : layout.frames()) {
      merge(byFormat, frame.format(), 0, 1, frame.contentsBytes(), frame.recipe().lengthBytes());
    }
    return List.copyOf(byFormat.values());
  }

  private static void merge(
      Map<Integer, Streams> byFormat,
      StreamFormat format,
      int ofBase,
      int ofResult,
      long contents,
      long recipes) {
    var name = StreamTraits.of(format).name();
    var before = byFormat.getOrDefault(format.code(), new Streams(name, 0, 0, 0, 0));
    byFormat.put(
        format.code(),
        new Streams(
            name,
            before.ofBase + ofBase,
            before.ofResult + ofResult,
            before.contentsBytes + contents,
            before.recipeBytes + recipes));
  }
}
