package dev.sluice.publisher.delta;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.TraceParent;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.DeltasBuilt;
import dev.sluice.publisher.catalogue.Catalogue;
import dev.sluice.publisher.delta.ArtifactBuild.Decidable;
import dev.sluice.publisher.delta.Attempt.Failed;
import dev.sluice.publisher.delta.Attempt.Made;
import dev.sluice.publisher.delta.Attempt.NotTried;
import dev.sluice.publisher.delta.Candidate.Earlier;
import dev.sluice.publisher.delta.Candidate.Nothing;
import dev.sluice.publisher.patch.BuildOutcome;
import dev.sluice.publisher.patch.BuildOutcome.Broken;
import dev.sluice.publisher.patch.BuildPool;
import dev.sluice.publisher.patch.PatchOrder;
import dev.sluice.publisher.patch.WorkDirectory.TemporaryFile;
import dev.sluice.publisher.store.ScannedFile;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.SliceList;
import dev.sluice.store.StoreException;
import dev.sluice.tuf.metadata.TargetFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// The patches of one release: all its artifacts, from all bases, made in parallel.
///
/// One thread plans, decides, remembers and announces; others only make patches. What fails is left
/// for the next try of the event and keeps nothing else from being built.
final class ReleaseBuild {
  private final DeltaBuilder tools;
  private final Optional<TraceParent> trace;
  private final ArtifactPublished published;
  private final BuildPool.Batch<Ended> batch;
  private final Decisions decisions;
  private final List<ArtifactBuild> builds = new ArrayList<>();

  /// What is to be made, the most important first. As long as the candidates of all artifacts.
  private final Queue<Start> waiting = new ArrayDeque<>();

  private final Deque<TemporaryFile> files = new ArrayDeque<>();

  ReleaseBuild(DeltaBuilder tools, StampedEvent<?> stamped, ArtifactPublished published) {
    this.tools = tools;
    this.trace = stamped.trace();
    this.published = published;
    this.batch = tools.pool().newBatch();
    this.decisions = new Decisions(tools, stamped, published);
  }

  void run(FleetView fleet) throws IOException, InterruptedException {
    try {
      begin(fleet);
      for (ArtifactBuild build : builds) {
        decide(build);
      }
      while (!isDone()) {
        startMore();
        Ended ended = batch.awaitNext();
        ended.build().ended(ended.candidate(), ended.attempt());
        decide(ended.build());
      }
      try {
        finish();
      } finally {
        awaitUseless();
      }
    } finally {
      builds.forEach(ArtifactBuild::abandon);
      closeFiles();
    }
  }

  private void begin(FleetView fleet) throws IOException {
    var bases = new Bases(new Catalogue(tools.store()), fleet, published);
    for (TargetFile artifact : published.artifacts()) {
      var ledger =
          DeltaLedger.read(tools.store(), published.release().product(), artifact.sha256());
      var build = new ArtifactBuild(tools.limits(), artifact, ledger, bases.of(artifact));
      decisions.takeUp(build);
      builds.add(build);
    }
    List<Path> results = new ArrayList<>();
    for (ArtifactBuild build : builds) {
      results.add(fetchResult(build));
    }
    int most = builds.stream().mapToInt(build -> build.toTry().size()).max().orElse(0);
    for (int rank = 0; rank < most; rank++) {
      for (int i = 0; i < builds.size(); i++) {
        if (rank < builds.get(i).toTry().size()) {
          add(builds.get(i), builds.get(i).toTry().get(rank), results.get(i));
        }
      }
    }
  }

  private Path fetchResult(ArtifactBuild build) {
    Path file = newFile("result");
    if (!build.toTry().isEmpty()) {
      try {
        if (!fetch(build.artifact(), file)) {
          build.failed(
              new StoreException(
                  build.artifact().path()
                      + ": expected the published artifact, got none or another"));
        }
      } catch (IOException e) {
        build.failed(e);
      }
    }
    return file;
  }

  private void add(ArtifactBuild build, Candidate candidate, Path result) {
    Path patch = newFile("patch");
    waiting.add(
        new Start(
            build,
            candidate,
            () -> new Ended(build, candidate, make(build, candidate, result, patch))));
  }

  /// Starts as many builds as may run, and no more: what the next ended one tells may make others
  /// useless.
  private void startMore() throws InterruptedException {
    while (batch.pending() < tools.limits().maxParallelBuilds() && !waiting.isEmpty()) {
      Start next = waiting.remove();
      if (next.build().needs(next.candidate())) {
        batch.add(next.work());
      }
    }
  }

  /// Makes a patch, on a thread of the pool.
  private Attempt make(ArtifactBuild build, Candidate candidate, Path result, Path patch)
      throws InterruptedException {
    try (TemporaryFile base = tools.work().newFile("base")) {
      switch (candidate) {
        case Nothing _ -> {
          var _ = Files.createFile(base.path());
        }
        case Earlier(var artifact) -> {
          if (!fetch(artifact, base.path())) {
            return new Made(new Broken("the base is not in the store"), patch);
          }
        }
      }
      PatchOrder order = order(build, candidate, base.path(), result, patch);
      return tools
          .memory()
          .with(
              order.memoryBytes(),
              () -> build.needs(candidate) ? new Made(timed(order), patch) : new NotTried());
    } catch (IOException e) {
      return new Failed(e);
    }
  }

  private BuildOutcome timed(PatchOrder order) throws IOException {
    long start = System.nanoTime();
    try {
      return tools.maker().make(order);
    } finally {
      tools.meters().attempts().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  private PatchOrder order(
      ArtifactBuild build, Candidate candidate, Path base, Path result, Path patch) {
    DeltaLimits limits = tools.limits();
    long resultBytes = build.artifact().lengthBytes();
    // The length of the compressed artifact may not be known yet, so this is but the outer bound.
    long maxPatchBytes =
        candidate instanceof Nothing
            ? limits.maxFullBytes(resultBytes)
            : limits.maxPatchBytes(resultBytes);
    long memoryBytes = limits.memoryBytes(candidate.base().lengthBytes() + resultBytes);
    return new PatchOrder(base, result, patch, maxPatchBytes, memoryBytes);
  }

  /// Whether the target's own bytes are now in the file.
  private boolean fetch(TargetFile target, Path file) throws IOException {
    String path = ObjectPaths.target(target.path(), target.sha256());
    return tools.store().download(path, target.lengthBytes(), file)
        && ScannedFile.scan(file, SliceList.DEFAULT_SLICE_LENGTH_BYTES)
            .digest()
            .equals(target.sha256());
  }

  private void decide(ArtifactBuild build) {
    boolean added = false;
    for (Optional<Decidable> next = build.findNext(); next.isPresent(); next = build.findNext()) {
      try {
        added |= decisions.decide(build, next.get());
      } catch (IOException e) {
        build.add(e);
      }
    }
    if (added && !isDone()) {
      send(build, false);
    }
  }

  private boolean isDone() {
    return builds.stream().allMatch(ArtifactBuild::isDone);
  }

  private void finish() throws IOException {
    boolean complete = failures().isEmpty();
    for (ArtifactBuild build : builds) {
      boolean isLast = complete && build.equals(builds.getLast());
      if (isLast || !build.ledger().descriptors().isEmpty()) {
        send(build, isLast);
      }
    }
    List<IOException> failures = failures();
    if (!failures.isEmpty()) {
      IOException first = failures.getFirst();
      failures.stream().filter(other -> !other.equals(first)).forEach(first::addSuppressed);
      throw first;
    }
  }

  private List<IOException> failures() {
    return builds.stream().flatMap(build -> build.failures().stream()).distinct().toList();
  }

  private void send(ArtifactBuild build, boolean complete) {
    try {
      List<TargetFile> descriptors = build.ledger().descriptors();
      tools
          .events()
          .send(
              new DeltasBuilt(
                  published.release(),
                  published.counter(),
                  build.artifact().sha256(),
                  descriptors,
                  decisions.patchBytes(descriptors),
                  complete),
              trace);
    } catch (IOException e) {
      build.add(e);
    }
  }

  /// Diffs do not stop before their end, and would share the memory with those of the next release.
  private void awaitUseless() throws InterruptedException {
    builds.forEach(ArtifactBuild::abandon);
    while (batch.pending() > 0) {
      var _ = batch.awaitNext();
    }
  }

  private Path newFile(String purpose) {
    TemporaryFile file = tools.work().newFile(purpose);
    files.push(file);
    return file.path();
  }

  private void closeFiles() throws IOException {
    while (!files.isEmpty()) {
      files.pop().close();
    }
  }

  private record Start(ArtifactBuild build, Candidate candidate, Callable<Ended> work) {}

  private record Ended(ArtifactBuild build, Candidate candidate, Attempt attempt) {}
}
