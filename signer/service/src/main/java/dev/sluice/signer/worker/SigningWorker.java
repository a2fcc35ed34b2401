package dev.sluice.signer.worker;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.TraceParent;
import dev.sluice.events.TracedEvent;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.release.ArtifactEvent;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.TopicHandler;
import dev.sluice.repository.change.Planner;
import dev.sluice.repository.commit.Committed;
import dev.sluice.repository.plan.SigningPlan;
import dev.sluice.repository.state.Repository;
import dev.sluice.signer.commit.RepositoryWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs what events ask for and says so, in that order: nothing is announced before devices can
/// see it.
///
/// Events that come together share one snapshot and one timestamp. An event that comes again finds
/// its work done, and is answered again.
public final class SigningWorker {
  private static final Logger LOG = LoggerFactory.getLogger(SigningWorker.class);

  /// Sends answers; a part of [EventProducer], so that tests can do without Kafka.
  @FunctionalInterface
  public interface Answers {
    /// Sends all events in order and waits until they are safe.
    ///
    /// @throws IOException if they are not
    void sendAll(List<TracedEvent> events) throws IOException;
  }

  private final RepositoryWriter writer;
  private final Answers answers;
  private final Timer rounds;
  private final DistributionSummary batches;
  private final Counter refusals;

  /// A worker over a repository.
  ///
  /// @param meters where rounds, batch sizes and refusals are counted
  public SigningWorker(RepositoryWriter writer, Answers answers, MeterRegistry meters) {
    this.writer = writer;
    this.answers = answers;
    this.rounds =
        Timer.builder("sluice.signer.round")
            .description("from a batch of events to its signatures and answers")
            .register(meters);
    this.batches =
        DistributionSummary.builder("sluice.signer.batch.events")
            .description("events that share one round")
            .register(meters);
    this.refusals =
        Counter.builder("sluice.signer.refused.events")
            .description("events that were refused")
            .register(meters);
  }

  /// What it does with each topic that it reads.
  public List<TopicHandler<?>> handlers() {
    return List.of(
        new TopicHandler<>(Topic.ARTIFACTS, this::signArtifacts),
        new TopicHandler<>(Topic.SIGNING, this::signRings));
  }

  void signArtifacts(List<StampedEvent<ArtifactEvent>> events) throws IOException {
    sign(events.size(), before -> SigningPlan.ofArtifacts(before, events));
  }

  void signRings(List<StampedEvent<SigningEvent>> events) throws IOException {
    sign(events.size(), before -> SigningPlan.ofRings(before, events));
  }

  private void sign(int events, Planner<SigningPlan> planner) throws IOException {
    Timer.Sample round = Timer.start();
    Committed<SigningPlan> committed = writer.commit(planner);
    Repository repository = committed.repository();
    var versions =
        new MetadataVersions(repository.timestamp().version(), repository.snapshot().version());
    List<TracedEvent> replies = committed.proposal().answers(versions);
    answers.sendAll(replies);
    var _ = round.stop(rounds);
    batches.record(events);
    refusals.increment(committed.proposal().refusals());
    replies.forEach(reply -> log(reply, versions));
  }

  private static void log(TracedEvent traced, MetadataVersions versions) {
    Event reply = traced.event();
    (reply instanceof DeadLetter letter
            ? LOG.atError().addKeyValue("reason", letter.reason())
            : LOG.atInfo())
        .addKeyValue("event", reply.type())
        .addKeyValue("key", reply.key())
        .addKeyValue("timestamp", versions.timestamp())
        .addKeyValue("snapshot", versions.snapshot())
        .addKeyValue("traceId", traced.trace().map(TraceParent::traceId).orElse("none"))
        .log("event answered");
  }
}
