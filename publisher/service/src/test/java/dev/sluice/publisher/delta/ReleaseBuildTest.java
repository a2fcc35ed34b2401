package dev.sluice.publisher.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.release.DeltasBuilt;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.Version;
import dev.sluice.store.StoreException;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.metadata.TargetFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseBuildTest {
  private static final long MIB = 1L << 20;
  private static final int SECONDS = 30;

  @TempDir Path directory;

  @Test
  void givenNoDevices_whenPublished_thenTheArtifactIsOfferedCompressed() throws Exception {
    try (var bench = bench(3, 1)) {
      bench.maker.length("", "1", 950);

      assertThat(bench.publish(1)).containsExactly(Map.entry("none", ">1:950"));
      assertThat(bench.built()).extracting(DeltasBuilt::complete).containsExactly(true);
    }
  }

  @Test
  void givenArtifactThatHardlyCompresses_whenPublished_thenThereIsNoPatchFromNothing()
      throws Exception {
    try (var bench = bench(3, 1)) {
      bench.maker.length("", "1", 951);

      assertThat(bench.publish(1)).isEmpty();
    }
  }

  @Test
  void givenCompressedArtifact_whenPatchIsJudged_thenItIsMeasuredByThat() throws Exception {
    try (var bench = bench(3, 1)) {
      published(bench, 1, 2);
      bench.maker.length("", "3", 500);
      bench.maker.length("2", "3", 400);
      bench.maker.length("1", "3", 401);

      assertThat(bench.publish(3)).containsOnlyKeys("none", "2");
    }
  }

  @Test
  void givenArtifactThatDoesNotCompress_whenPatchIsJudged_thenItIsMeasuredByTheArtifact()
      throws Exception {
    try (var bench = bench(3, 1)) {
      published(bench, 1, 2);
      bench.maker.length("2", "3", 800);
      bench.maker.length("1", "3", 801);

      assertThat(bench.publish(3)).containsOnlyKeys("2");
    }
  }

  @Test
  void givenPatchThatDoesNotPay_whenOlderBasesFollow_thenTheyAreNotTriedHoweverManyRunAtOnce()
      throws Exception {
    for (int parallel = 1; parallel <= 4; parallel++) {
      try (var bench = bench(9, parallel)) {
        published(bench, 1, 2, 3, 4);
        bench.maker.length("4", "5", 100);
        bench.maker.length("3", "5", 801);
        bench.maker.length("2", "5", 100);
        bench.maker.length("1", "5", 100);

        assertThat(bench.publish(5)).containsOnlyKeys("4");
        assertThat(bench.maker.made()).contains("4>5", "3>5");
        if (parallel == 1) {
          assertThat(bench.maker.made()).doesNotContain("2>5", "1>5");
        }
      }
    }
  }

  @Test
  void givenMoreBasesThanAllowed_whenPublished_thenTheNewestAreTried() throws Exception {
    try (var bench = bench(2, 1)) {
      published(bench, 1, 2, 3);
      bench.maker.length("3", "4", 10);
      bench.maker.length("2", "4", 10);
      bench.maker.length("1", "4", 10);

      assertThat(bench.publish(4)).containsOnlyKeys("3", "2");
    }
  }

  @Test
  void givenFloorRelease_whenPublished_thenAPatchLeadsFromItThoughNobodyRunsIt() throws Exception {
    try (var bench = bench(3, 1)) {
      published(bench, 1);
      var _ = bench.publish(2);
      bench.number(1);
      bench.number(2);
      bench.policyNames(new Version("2"));
      bench.maker.length("1", "3", 10);
      bench.maker.length("2", "3", 10);

      assertThat(bench.publish(3)).containsOnlyKeys("2");
      assertThat(bench.maker.made()).doesNotContain("1>3");
    }
  }

  @Test
  void givenDevicesOnANewerRelease_whenPublishedAgain_thenNoPatchLeadsBack() throws Exception {
    try (var bench = bench(3, 1)) {
      bench.maker.length("2", "1", 10);
      var _ = bench.publish(2);
      bench.deviceRuns(2);

      assertThat(bench.publish(1)).isEmpty();
      assertThat(bench.maker.made()).doesNotContain("2>1");
    }
  }

  @Test
  void givenShorterChain_whenPublished_thenItIsOfferedInsteadOfThePatch() throws Exception {
    try (var bench = bench(3, 2)) {
      bench.maker.length("1", "2", 10);
      published(bench, 1, 2);
      bench.maker.length("2", "3", 20);
      bench.maker.length("1", "3", 31);

      assertThat(bench.publish(3))
          .containsExactly(Map.entry("1", ">2:10>3:20"), Map.entry("2", ">3:20"));
    }
  }

  @Test
  void givenChainThatIsNotShorter_whenPublished_thenThePatchIsOffered() throws Exception {
    try (var bench = bench(3, 2)) {
      bench.maker.length("1", "2", 10);
      published(bench, 1, 2);
      bench.maker.length("2", "3", 20);
      bench.maker.length("1", "3", 30);

      assertThat(bench.publish(3)).containsEntry("1", ">3:30");
    }
  }

  @Test
  void givenPatchThatDoesNotPay_whenAChainDoes_thenTheChainIsOfferedAndOldersToo()
      throws Exception {
    try (var bench = bench(3, 1)) {
      bench.maker.length("1", "2", 10);
      bench.maker.length("2", "3", 10);
      published(bench, 1, 2, 3);
      bench.maker.length("3", "4", 20);
      bench.maker.length("2", "4", 900);

      assertThat(bench.publish(4))
          .containsOnly(
              Map.entry("3", ">4:20"),
              Map.entry("2", ">3:10>4:20"),
              Map.entry("1", ">2:10>3:10>4:20"));
      assertThat(bench.maker.made()).doesNotContain("1>4");
      assertThat(bench.publish(4)).hasSize(3);
      assertThat(bench.maker.made()).doesNotContain("1>4");
    }
  }

  @Test
  void givenChainThatDoesNotPay_whenPublished_thenNothingIsOffered() throws Exception {
    try (var bench = bench(1, 1)) {
      bench.maker.length("1", "2", 400);
      published(bench, 1, 2);
      bench.maker.length("2", "3", 401);

      assertThat(bench.publish(3)).containsOnlyKeys("2");
    }
  }

  @Test
  void givenManyReleases_whenOnlyOneBaseIsAllowed_thenChainsOfUpToFourStepsCostNoDiff()
      throws Exception {
    try (var bench = bench(1, 1)) {
      for (int version = 1; version < 7; version++) {
        bench.maker.length("" + version, "" + (version + 1), 10);
      }
      published(bench, 1, 2, 3, 4, 5, 6);

      assertThat(bench.publish(7))
          .containsOnlyKeys("6", "5", "4", "3")
          .containsEntry("3", ">4:10>5:10>6:10>7:10");
      assertThat(bench.maker.made())
          .containsOnlyOnce("1>2", "2>3", "3>4", "4>5", "5>6", "6>7")
          .doesNotContain("1>3", "4>7", "5>7");
    }
  }

  @Test
  void givenStepThatTakesTooMuchMemory_whenPublished_thenTheChainIsNotOffered() throws Exception {
    // The scripted patches take as much memory as they are long.
    try (var bench =
        new Workbench(directory, new DeltaLimits(1, 80, 95, 1, MIB, 1024 * MIB, 100))) {
      bench.maker.length("1", "2", 101);
      published(bench, 1, 2);
      bench.maker.length("2", "3", 10);

      assertThat(bench.publish(3)).containsOnlyKeys("2");
    }
  }

  @Test
  void givenPatchOfAnEarlierReleaseThatIsGone_whenPublished_thenTheChainIsNotOffered()
      throws Exception {
    try (var bench = bench(1, 1)) {
      bench.maker.length("1", "2", 10);
      published(bench, 1, 2);
      bench.maker.length("2", "3", 10);
      bench.store.remove(ObjectPaths.patch(patch(10, "1>2")));

      assertThat(bench.publish(3)).containsOnlyKeys("2");
    }
  }

  @Test
  void givenTwoBuildsAtATime_whenPublished_thenTwoRunAndNeverThree() throws Exception {
    try (var bench = bench(3, 2)) {
      published(bench, 1, 2, 3);
      bench.maker.length("", "4", 900);
      bench.maker.length("3", "4", 10);
      bench.maker.length("2", "4", 10);
      bench.maker.length("1", "4", 10);
      var both = new CyclicBarrier(2);
      for (String base : List.of("", "3", "2", "1")) {
        bench.maker.before(base, "4", () -> meet(both));
      }

      assertThat(bench.publish(4)).hasSize(4);
      assertThat(bench.maker.mostRunning()).isEqualTo(2);
    }
  }

  @Test
  void givenMemoryForOneBuild_whenPublished_thenOneRunsAtATime() throws Exception {
    var limits = new DeltaLimits(3, 80, 95, 4, MIB, 64 * MIB, MIB);
    try (var bench = new Workbench(directory, limits)) {
      published(bench, 1, 2, 3);

      var _ = bench.publish(4);

      assertThat(bench.maker.made()).hasSizeGreaterThan(4);
      assertThat(bench.maker.mostRunning()).isEqualTo(1);
      assertThat(bench.maker.mostMemoryBytes()).isEqualTo(64 * MIB);
    }
  }

  @Test
  void givenSlowBuild_whenOthersAreReady_thenTheyAreAnnouncedBefore() throws Exception {
    try (var bench = bench(2, 2)) {
      published(bench, 1, 2);
      bench.sent.clear();
      bench.maker.length("", "3", 900);
      bench.maker.length("2", "3", 20);
      bench.maker.length("1", "3", 30);
      var announced = new CountDownLatch(1);
      bench.onEvent(
          () -> {
            if (((DeltasBuilt) bench.sent.getLast()).descriptors().size() == 2) {
              announced.countDown();
            }
          });
      bench.maker.before("1", "3", () -> await(announced));

      assertThat(bench.publish(3)).hasSize(3);
      assertThat(bench.built().getLast().complete()).isTrue();
      assertThat(bench.built().subList(0, bench.built().size() - 1))
          .isNotEmpty()
          .noneMatch(DeltasBuilt::complete);
    }
  }

  @Test
  void givenStoreThatFailsForOneBase_whenPublished_thenTheOthersAreKeptAndTheRestIsBuiltLater()
      throws Exception {
    try (var bench = bench(3, 2)) {
      published(bench, 1, 2);
      bench.maker.length("2", "3", 20);
      bench.maker.length("1", "3", 30);
      bench.store.fail(Workbench.objectPath(2));
      bench.sent.clear();

      assertThatThrownBy(() -> bench.publish(3)).isInstanceOf(StoreException.class);
      assertThat(bench.offered(bench.built().getLast())).containsOnlyKeys("1");
      assertThat(bench.built()).noneMatch(DeltasBuilt::complete);
      assertThat(bench.letters()).isEmpty();

      bench.store.recover();
      assertThat(bench.publish(3)).containsOnlyKeys("1", "2");
      assertThat(bench.built().getLast().complete()).isTrue();
      assertThat(bench.maker.made()).containsOnlyOnce("1>3", "2>3");
    }
  }

  @Test
  void givenBrokenPatchAndMissingBase_whenPublished_thenTheyAreBuriedOnceAndTheRestGoesOn()
      throws Exception {
    try (var bench = bench(3, 2)) {
      published(bench, 1, 2, 3);
      bench.maker.length("3", "4", 0);
      bench.maker.length("1", "4", 30);
      bench.store.remove(Workbench.objectPath(2));

      assertThat(bench.publish(4)).containsOnlyKeys("1");
      assertThat(bench.publish(4)).containsOnlyKeys("1");
      assertThat(bench.letters())
          .extracting(letter -> letter.reason().replaceAll("from \\w+", "from it"))
          .containsExactlyInAnyOrder(
              "patch from it: as the test wants it", "patch from it: the base is not in the store");
    }
  }

  @Test
  void givenReleaseThatWasBuilt_whenTheEventComesAgain_thenNothingIsMadeAndTheSameIsSaid()
      throws Exception {
    try (var bench = bench(3, 2)) {
      bench.maker.length("1", "2", 10);
      published(bench, 1, 2);
      bench.maker.length("", "3", 900);
      bench.maker.length("2", "3", 20);
      bench.maker.length("1", "3", 800);
      Map<String, String> offered = bench.publish(3);
      var event = bench.sent.getLast();
      List<String> made = bench.maker.made();

      assertThat(bench.publish(3)).isEqualTo(offered);
      assertThat(bench.sent.getLast()).isEqualTo(event);
      assertThat(bench.maker.made()).isEqualTo(made);
    }
  }

  @Test
  void givenReleaseOfTwoArtifacts_whenPublished_thenOnlyTheLastEventOfTheReleaseIsComplete()
      throws Exception {
    try (var bench = bench(3, 2)) {
      published(bench, 1);
      bench.sent.clear();
      bench.maker.length("1", "2", 10);
      bench.maker.length("1", "2b", 20);
      List<TargetFile> artifacts =
          List.of(bench.artifact(2, "app.bin", "2"), bench.artifact(2, "b.bin", "2b"));

      assertThat(bench.build(2, artifacts)).containsOnlyKeys("1");
      assertThat(bench.built()).extracting(DeltasBuilt::complete).endsWith(false, true);
      assertThat(bench.built().subList(0, bench.built().size() - 1))
          .noneMatch(DeltasBuilt::complete);
      assertThat(bench.built())
          .extracting(DeltasBuilt::result)
          .contains(artifacts.getFirst().sha256())
          .endsWith(artifacts.getLast().sha256());
    }
  }

  @Test
  void givenInterrupt_whenABuildRuns_thenTheRestIsLeftAndWhatIsBuiltStays() throws Exception {
    try (var bench = bench(3, 1)) {
      published(bench, 1, 2);
      bench.maker.length("2", "3", 20);
      bench.maker.length("1", "3", 30);
      Thread builder = Thread.currentThread();
      var never = new CountDownLatch(1);
      bench.maker.before(
          "1",
          "3",
          () -> {
            builder.interrupt();
            never.await();
          });

      assertThatThrownBy(() -> bench.publish(3)).isInstanceOf(InterruptedException.class);
      assertThat(bench.offered(bench.built().getLast())).containsOnlyKeys("2");
    }
  }

  @Test
  void givenAnyLengths_whenBuiltByOneOrByFour_thenTheSameIsOffered() {
    Property.check(
        "what is offered does not depend on how many builds run at once",
        100,
        seed -> {
          Map<String, String> byOne = offers(seed.seed(), 1);

          assertThat(offers(seed.seed(), 4)).isEqualTo(byOne);
          assertThat(byOne.values())
              .allMatch(way -> way.chars().filter(c -> c == '>').count() <= 4);
        });
  }

  private Map<String, String> offers(long seed, int parallel)
      throws IOException, InterruptedException {
    var random = new Seeded(seed);
    try (var bench = bench(3, parallel)) {
      for (int result = 1; result <= 6; result++) {
        for (int base = 0; base < result; base++) {
          int bytes = random.chance(0.1) ? 0 : (int) random.between(1, 1_000);
          bench.maker.length(base == 0 ? "" : "" + base, "" + result, bytes);
        }
      }
      published(bench, 1, 2, 3, 4, 5);
      return bench.publish(6);
    }
  }

  private Workbench bench(int maxBases, int maxParallel) throws IOException {
    return new Workbench(directory, Workbench.limits(maxBases, maxParallel));
  }

  /// Publishes versions in turn; after each one device stays on it.
  private static void published(Workbench bench, int... versions)
      throws IOException, InterruptedException {
    for (int version : versions) {
      var _ = bench.publish(version);
      bench.deviceRuns(version);
    }
  }

  private static Digest patch(int lengthBytes, String pair) {
    return Digest.sha256(ScriptedMaker.patch(pair, lengthBytes));
  }

  private static void meet(CyclicBarrier barrier) throws IOException, InterruptedException {
    try {
      var _ = barrier.await(SECONDS, TimeUnit.SECONDS);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new IOException("two builds were expected to run at once", e);
    }
  }

  private static void await(CountDownLatch latch) throws IOException, InterruptedException {
    if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("what is ready was expected to be announced");
    }
  }
}
