package dev.sluice.repository.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.TracedEvent;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.Selector;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.release.ProductName;
import dev.sluice.repository.MemorySigner;
import dev.sluice.repository.MemoryStore;
import dev.sluice.repository.Session;
import dev.sluice.repository.plan.SequenceRule.Verdict;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.TargetFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Each row of the rule's table, and what follows from it for any order of events.
class SequenceRuleTest {
  private static final ProductName APP = new ProductName("app");
  private static final List<String> RINGS = List.of("canary", "early", "broad");
  private static final String PATH = "rings/app/rings.json";

  @Test
  void givenNoneSigned_whenJudged_thenSigns() {
    var verdict = SequenceRule.judge(rings(1, "canary"), Optional.empty());

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Sign.class,
            sign -> {
              assertThat(sign.target().path()).isEqualTo(PATH);
              assertThat(sign.target().sha256()).isEqualTo(rings(1, "canary").digest());
              assertThat(sign.content().bytes()).isEqualTo(rings(1, "canary").encode());
            });
  }

  @Test
  void givenSameBytes_whenJudged_thenIsSignedAlready() {
    var last = signed(3, "canary");

    var verdict = SequenceRule.judge(rings(3, "canary"), last);

    assertThat(verdict).isEqualTo(new Verdict.Signed(rings(3, "canary").digest()));
  }

  @Test
  void givenHigherSequence_whenJudged_thenSigns() {
    assertThat(SequenceRule.judge(rings(4, "canary"), signed(3, "canary")))
        .isInstanceOf(Verdict.Sign.class);
  }

  @Test
  void givenSameOrLowerSequence_whenJudged_thenRefuses() {
    assertThat(SequenceRule.judge(rings(3, "early"), signed(3, "canary")))
        .isEqualTo(new Verdict.Refuse(3));
    assertThat(SequenceRule.judge(rings(2, "canary"), signed(3, "canary")))
        .isEqualTo(new Verdict.Refuse(3));
  }

  /// Events come late, twice, out of order and in batches of any size.
  @Test
  void givenRingsInAnyOrder_whenSigned_thenSequencesRiseAndNoneIsSignedTwice() {
    Property.check(
        "the sequences that are signed rise",
        60,
        seeded -> {
          var store = new MemoryStore(new VirtualClock());
          var signer = Session.open(store, new MemorySigner("ours"));
          Map<Long, Digest> signed = new TreeMap<>();
          long highest = 0;
          for (var batch : batches(seeded)) {
            for (TracedEvent answer : sign(signer, batch)) {
              if (answer.event() instanceof RingsSigned(_, var sequence, var document, _)) {
                assertThat(signed.merge(sequence, document, (first, _) -> first))
                    .isEqualTo(document);
              }
            }

            highest =
                Math.max(
                    highest, batch.stream().mapToLong(RingsDocument::sequence).max().orElse(0));
            assertThat(readable(store, signer).sequence()).isEqualTo(highest);
            assertThat(signed).containsEntry(highest, readable(store, signer).digest());
          }
        });
  }

  private static List<List<RingsDocument>> batches(Seeded seeded) {
    List<RingsDocument> waiting =
        seeded.list(12, each -> rings(each.between(1, 6), each.pick(RINGS)));
    List<List<RingsDocument>> batches = new ArrayList<>();
    int start = 0;
    while (start < waiting.size()) {
      int end = (int) seeded.between(start + 1, waiting.size());
      batches.add(waiting.subList(start, end));
      start = end;
    }
    return batches;
  }

  private static List<TracedEvent> sign(Session signer, List<RingsDocument> documents)
      throws IOException {
    List<StampedEvent<SigningEvent>> events =
        documents.stream().map(SequenceRuleTest::stamped).toList();
    var committed = signer.commit(before -> SigningPlan.ofRings(before, events));
    return committed.proposal().answers(new MetadataVersions(1, 1));
  }

  private static StampedEvent<SigningEvent> stamped(RingsDocument document) {
    return new StampedEvent<>(
        "id", "test", new VirtualClock().instant(), RingsPlanned.of(document));
  }

  private static RingsDocument readable(MemoryStore store, Session signer)
      throws MalformedJsonException {
    TargetFile target = signer.repository().findTarget("rings.app", PATH).orElseThrow();
    String path = "targets/rings/app/" + target.sha256().hex() + ".rings.json";
    return RingsDocument.decode(store.files().getOrDefault(path, new byte[0]));
  }

  private static Optional<TargetFile> signed(long sequence, String ring) {
    return SequenceRule.judge(rings(sequence, ring), Optional.empty()) instanceof Verdict.Sign sign
        ? Optional.of(sign.target())
        : Optional.empty();
  }

  private static RingsDocument rings(long sequence, String ring) {
    return new RingsDocument(APP, sequence, List.of(Ring.of(ring, new Selector.Everyone())));
  }
}
