package dev.sluice.publisher.command;

import dev.sluice.diff.CheckingPatcher;
import dev.sluice.diff.DiffOptions;
import dev.sluice.diff.DiffResult;
import dev.sluice.diff.Differ;
import dev.sluice.diff.Effort;
import dev.sluice.diff.PatchSummary;
import dev.sluice.diff.Sections;
import dev.sluice.patch.PatchLimits;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.patch.RandomReader;
import dev.sluice.patch.inplace.InPlacePatcher;
import dev.sluice.patch.inplace.Storage;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.exit.UsageException;
import dev.sluice.program.remote.JsonText;
import dev.sluice.program.remote.OutputFormat;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sluice delta …`: patches by hand.
@Command(name = "delta", description = DeltaCommand.DESCRIPTION, mixinStandardHelpOptions = true)
final class DeltaCommand {
  static final String DESCRIPTION = "Make, apply and explain patches.";

  private static final long MEBIBYTE = 1L << 20;

  /// An exbibyte.
  private static final long MOST_MIB = 1L << 40;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "diff",
      description = "Make the patch that leads from one file to another.",
      mixinStandardHelpOptions = true)
  int diff(
      @Parameters(paramLabel = "OLD", description = "What devices have.") Path old,
      @Parameters(paramLabel = "NEW", description = "What they shall have.") Path neu,
      @Parameters(paramLabel = "PATCH", description = "The file to write.") Path patch,
      @Option(
              names = "--max-apply",
              paramLabel = "MIB",
              defaultValue = "128",
              description = "Memory for applying the patch, in MiB (${DEFAULT-VALUE}).")
          long applyMib,
      @Option(
              names = "--max-memory",
              paramLabel = "MIB",
              defaultValue = "2560",
              description = "Memory off the heap for making it, in MiB (${DEFAULT-VALUE}).")
          long memoryMib,
      @Option(
              names = "--effort",
              defaultValue = "default",
              description = "How thoroughly to search: fast, default or best (${DEFAULT-VALUE}).")
          Effort effort,
      @Option(
              names = "--section",
              paramLabel = "MIB",
              defaultValue = "64",
              description =
                  "Distance of the points from which applying can go on, in MiB"
                      + " (${DEFAULT-VALUE}): what is applied in place needs about as much room.")
          long sectionMib,
      @Option(
              names = {"--output", "-o"},
              defaultValue = "table",
              description = "table or json")
          OutputFormat output) {
    DiffOptions options =
        DiffOptions.DEFAULT
            .withMaxApplyBytes(bytes("--max-apply", applyMib, 1))
            .withMaxMemoryBytes(bytes("--max-memory", memoryMib, 1))
            .withEffort(effort)
            .withSections(
                new Sections(bytes("--section", sectionMib, 1), Sections.DEFAULT.maxEdits()));
    return FileWork.done(
        () -> {
          try (StagedFile staged = new StagedFile(patch);
              DeltaProgress progress = DeltaProgress.onTerminal(spec.commandLine().getErr())) {
            DiffResult made = diff(old, neu, staged, options.withProgress(progress));
            progress.close();
            print(PatchFacts.of(made, Files.size(neu)), output);
            staged.commit();
          }
        });
  }

  private static long bytes(String option, long mebibytes, long least) {
    if (mebibytes < least || mebibytes > MOST_MIB) {
      throw new UsageException(
          "%s: expected %d to %d MiB, got %d".formatted(option, least, MOST_MIB, mebibytes));
    }
    return mebibytes * MEBIBYTE;
  }

  private static DiffResult diff(Path old, Path neu, StagedFile patch, DiffOptions options)
      throws IOException {
    // A thread for each processor; the common pool has one less, and this one only waits.
    try (ForkJoinPool parts = new ForkJoinPool();
        Arena arena = Arena.ofShared();
        BufferedOutputStream target =
            new BufferedOutputStream(Channels.newOutputStream(patch.create()))) {
      return Differ.diff(map(old, arena), map(neu, arena), target, options.withExecutor(parts));
    }
  }

  private static MemorySegment map(Path file, Arena arena) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(file + ": expected a file, found none; check the path");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  @Command(
      name = "apply",
      description = {
        "Make the new file from the old one and a patch.",
        "With --in-place, OLD itself becomes the new file; if that is cut off, the same command"
            + " goes on with it."
      },
      mixinStandardHelpOptions = true)
  int apply(
      @Parameters(paramLabel = "OLD", description = "The base of the patch.") Path old,
      @Parameters(paramLabel = "PATCH", description = "The patch.") Path patch,
      @Parameters(
              paramLabel = "NEW",
              arity = "0..1",
              description = "The file to write; none with --in-place.")
          Optional<Path> neu,
      @Option(
              names = "--max-memory",
              paramLabel = "MIB",
              defaultValue = "128",
              description = "Refuse a patch that declares more, in MiB (${DEFAULT-VALUE}).")
          long memoryMib,
      @Option(
              names = "--in-place",
              description = "Overwrite OLD, with a journal beside it (.OLD.journal).")
          boolean isInPlace,
      @Option(
              names = "--max-journal",
              paramLabel = "MIB",
              defaultValue = "128",
              description =
                  "Refuse a patch whose journal would take more, what compressed streams of OLD hold"
                      + " included, in MiB (${DEFAULT-VALUE}).")
          long journalMib) {
    if (isInPlace == neu.isPresent()) {
      throw new UsageException(
          "delta apply: expected either NEW or --in-place, found "
              + (isInPlace ? "both" : "neither"));
    }
    PatchLimits limits =
        new PatchLimits(
            bytes("--max-memory", memoryMib, 1),
            PatchLimits.DEFAULT.maxScratchBytes(),
            PatchLimits.DEFAULT.maxResultBytes());
    long journalBytes = bytes("--max-journal", journalMib, 0);
    return FileWork.done(
        () -> {
          if (isInPlace) {
            applyInPlace(old, patch, limits, journalBytes);
          } else {
            apply(old, patch, neu.orElseThrow(), limits);
          }
        });
  }

  private static void apply(Path old, Path patch, Path neu, PatchLimits limits) throws IOException {
    try (StagedFile staged = new StagedFile(neu)) {
      try (FileChannel base = FileChannel.open(old);
          InputStream source = Files.newInputStream(patch);
          FileChannel target = staged.create()) {
        PatchOutcome outcome =
            CheckingPatcher.apply(
                RandomReader.of(base),
                source,
                target,
                limits,
                _ -> scratch(neu),
                ForkJoinPool.commonPool());
        if (outcome instanceof PatchOutcome.Refused(var refusal)) {
          throw new FailedException(refusal.message() + "; nothing was written");
        }
      }
      staged.commit();
    }
  }

  private static FileChannel scratch(Path neu) throws IOException {
    return FileChannel.open(
        StagedFile.beside(neu, "scratch"),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  private static void applyInPlace(Path file, Path patch, PatchLimits limits, long maxJournalBytes)
      throws IOException {
    Path journalFile = StagedFile.beside(file, "journal");
    boolean wasCutOff = Files.exists(journalFile);
    try (FileChannel target =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel journal = openJournal(journalFile)) {
      PatchOutcome outcome =
          new InPlacePatcher(
                  Storage.of(target),
                  Storage.of(journal),
                  () -> Files.newInputStream(patch),
                  limits,
                  maxJournalBytes)
              .apply();
      if (outcome instanceof PatchOutcome.Refused(var refusal)) {
        String left = wasCutOff ? file + " is as the run before left it" : "nothing was written";
        throw new FailedException(refusal.message() + "; " + left);
      }
    } finally {
      if (Files.exists(journalFile) && Files.size(journalFile) == 0) {
        Files.delete(journalFile);
      }
    }
  }

  /// Opens a journal, or creates it, so that its name is durable.
  private static FileChannel openJournal(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try (FileChannel folder = FileChannel.open(file.toAbsolutePath().resolveSibling("."))) {
      folder.force(true);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return channel;
  }

  @Command(name = "inspect", description = "Explain a patch.", mixinStandardHelpOptions = true)
  int inspect(
      @Parameters(paramLabel = "PATCH", description = "The patch.") Path patch,
      @Option(
              names = {"--output", "-o"},
              defaultValue = "table",
              description = "table or json")
          OutputFormat output) {
    return FileWork.done(
        () -> {
          try (InputStream source = Files.newInputStream(patch)) {
            switch (PatchSummary.read(source)) {
              case PatchSummary.Outcome.Refused(var refusal) ->
                  throw new FailedException(patch + ": " + refusal.message());
              case PatchSummary.Outcome.Read(var summary) -> print(PatchFacts.of(summary), output);
            }
          }
        });
  }

  private void print(Map<String, Object> facts, OutputFormat output) {
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case JSON -> out.println(JsonText.pretty(facts));
      case TABLE ->
          facts.forEach(
              (name, value) -> out.println(String.format(Locale.ROOT, "%-16s %s", name, value)));
    }
    out.flush();
  }
}
