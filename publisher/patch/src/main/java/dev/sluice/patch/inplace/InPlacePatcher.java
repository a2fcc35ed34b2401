package dev.sluice.patch.inplace;

import dev.sluice.patch.PatchHeader;
import dev.sluice.patch.PatchLimits;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.patch.PatchRefusal;
import dev.sluice.patch.Patcher;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.digest.Digester;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongFunction;

/// Applies a patch over its own base; see the package for how, and for the format of the journal.
///
/// What was cut off goes on when it is called again with the same three: the file, the journal and
/// the patch. Until then the file is neither base nor result. Besides the memory that the patch
/// declares it takes 256 KiB, and 64 bytes for each block. The patch's scratch stands in
/// the journal.
public final class InPlacePatcher {
  private static final int BUFFER_BYTES = 1 << 14;
  private static final Digest NO_PATCH = Digest.sha256(new byte[0]);

  /// Of a longer base, the blocks are too many to keep count of in little memory.
  private static final long MAX_BASE_BYTES = 1L << 36;

  private final Storage file;
  private final Storage journal;
  private final PatchSource patch;
  private final PatchLimits limits;
  private final long maxJournalBytes;
  private final LongFunction<Geometry> geometries;

  /// @param file the base, and in the end the result
  /// @param journal empty, or what a run that was cut off left in it
  /// @param maxJournalBytes how long the journal may get, the patch's scratch counted
  public InPlacePatcher(
      Storage file, Storage journal, PatchSource patch, PatchLimits limits, long maxJournalBytes) {
    this(file, journal, patch, limits, maxJournalBytes, Geometry::of);
  }

  public InPlacePatcher(
      Storage file,
      Storage journal,
      PatchSource patch,
      PatchLimits limits,
      long maxJournalBytes,
      LongFunction<Geometry> geometries) {
    this.file = file;
    this.journal = journal;
    this.patch = patch;
    this.limits = limits;
    this.maxJournalBytes = maxJournalBytes;
    this.geometries = geometries;
  }

  /// Applies the patch, or goes on with applying it; a file that is the result already is left so.
  ///
  /// After a refusal the file is untouched and the journal empty, or both are as the run that was
  /// cut off left them; but after
  /// [PatchRefusal.ResultMismatch] of a patch whose first pass was right, the storage did not keep
  /// what it was given, and the file is lost. After [PatchOutcome.Applied] the journal is empty.
  ///
  /// @throws IOException if the storage fails, or is full: calling again goes on
  public PatchOutcome apply() throws IOException {
    PatchHeader header;
    try (var stream = patch.open()) {
      switch (PatchHeader.read(stream)) {
        case PatchHeader.Outcome.Read(var read) -> header = read;
        case PatchHeader.Outcome.Refused(var refusal) -> {
          return new PatchOutcome.Refused(refusal);
        }
      }
    }
    long most = Math.min(limits.maxResultBytes(), MAX_BASE_BYTES);
    if (header.baseBytes() > most) {
      return refused(PatchRefusal.Limited.RESULT, most, header.baseBytes());
    }
    var digest = digestOfPatch();
    var geometry = geometries.apply(header.baseBytes());
    int blocks = geometry.blocks(header.baseBytes());
    var book = new Journal(journal, digest, blocks, geometry.blockBytes());
    return switch (book.readHead()) {
      case Journal.Head.Foreign(var other) ->
          new PatchOutcome.Refused(new PatchRefusal.ForeignJournal(digest, other));
      case Journal.Head.Ours(var lastUses) -> goOn(header, geometry, book, lastUses.toArray());
      case Journal.Head.Absent _ -> begin(header, geometry, book);
    };
  }

  /// Whether a file may be half overwritten under this journal, by whatever patch.
  public static boolean isUnderway(Storage journal) throws IOException {
    return !(new Journal(journal, NO_PATCH, 0, 0).readHead() instanceof Journal.Head.Absent);
  }

  private Digest digestOfPatch() throws IOException {
    var digester = new Digester();
    var buffer = new byte[BUFFER_BYTES];
    try (var stream = patch.open()) {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        digester.update(buffer, 0, count);
      }
    }
    return digester.digest();
  }

  /// The first pass, and if that finds no reason against it, the second.
  private PatchOutcome begin(PatchHeader header, Geometry geometry, Journal book)
      throws IOException {
    long length = file.lengthBytes();
    var digest = digestOfFile();
    if (length == header.resultBytes() && digest.equals(header.result())) {
      return finish(header, book); // the run before was cut off after its last step
    }
    if (length != header.baseBytes()) {
      return new PatchOutcome.Refused(
          new PatchRefusal.BaseLengthMismatch(header.baseBytes(), length));
    }
    long least = book.lengthBytes(header.scratchBytes(), 0);
    if (header.scratchBytes() > 0 && least > maxJournalBytes) {
      return refused(PatchRefusal.Limited.JOURNAL, maxJournalBytes, least);
    }
    var survey = new Survey(file, length, geometry, book);
    PatchOutcome outcome;
    try {
      outcome = survey(survey, digest, book);
    } catch (IOException e) {
      book.clear();
      throw e;
    }
    if (outcome instanceof PatchOutcome.Refused) {
      if (journal.lengthBytes() > 0) {
        book.clear();
      }
      return outcome;
    }
    return goOn(header, geometry, book, survey.lastUses());
  }

  /// Makes sure that the patch gives its result, and begins the journal.
  private PatchOutcome survey(Survey survey, Digest base, Journal book) throws IOException {
    try (var stream = patch.open()) {
      var outcome = Patcher.apply(survey, base, stream, survey, limits, survey, survey);
      if (outcome instanceof PatchOutcome.Refused) {
        return outcome;
      }
      int slots = survey.slots();
      long needed = book.lengthBytes(survey.contentsBytes(), slots);
      if (needed > maxJournalBytes) {
        return refused(PatchRefusal.Limited.JOURNAL, maxJournalBytes, needed);
      }
      book.begin(survey.lastUses(), survey.contentsBytes(), slots);
      return outcome;
    }
  }

  private static PatchOutcome refused(PatchRefusal.Limited what, long limit, long declared) {
    return new PatchOutcome.Refused(new PatchRefusal.LimitExceeded(what, limit, declared));
  }

  private PatchOutcome goOn(PatchHeader header, Geometry geometry, Journal book, long[] lastUses)
      throws IOException {
    var mark = book.readMark();
    if (!mark.isComplete()) {
      lengthen(header, book);
      var ledger = new Ledger(lastUses);
      book.readSlots(ledger);
      var target = new Overwriting(file, header.baseBytes(), geometry, book, ledger, mark);
      try (var stream = patch.open()) {
        var outcome =
            Patcher.apply(
                target, header.base(), stream, target, limits, new KeptScratch(book), target);
        if (outcome instanceof PatchOutcome.Refused) {
          return outcome;
        }
      }
      target.complete();
    }
    return finish(header, book);
  }

  /// Cuts off what is left of a longer base. The journal says that the result is whole, and keeps
  /// saying so until this is durable.
  private PatchOutcome finish(PatchHeader header, Journal book) throws IOException {
    if (file.lengthBytes() > header.resultBytes()) {
      file.truncate(header.resultBytes());
      file.force();
    }
    book.clear();
    return new PatchOutcome.Applied(header.result(), header.resultBytes());
  }

  /// Takes the room for a longer result, before the first byte is overwritten.
  private void lengthen(PatchHeader header, Journal book) throws IOException {
    long length = file.lengthBytes();
    if (length >= header.resultBytes()) {
      return;
    }
    try {
      var zeros = ByteBuffer.allocate(BUFFER_BYTES);
      while (length < header.resultBytes()) {
        zeros.clear().limit((int) Math.min(BUFFER_BYTES, header.resultBytes() - length));
        int count = zeros.remaining();
        file.write(length, zeros);
        length += count;
      }
      file.force();
    } catch (IOException e) {
      file.truncate(header.baseBytes());
      file.force();
      book.clear();
      throw e;
    }
  }

  private Digest digestOfFile() throws IOException {
    var digester = new Digester();
    var buffer = ByteBuffer.allocate(BUFFER_BYTES);
    for (long at = 0; file.read(at, buffer) > 0; ) {
      at += buffer.position();
      digester.update(buffer.flip());
      buffer.clear();
    }
    return digester.digest();
  }
}
