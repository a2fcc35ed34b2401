package dev.sluice.rollout.device;

import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.SignatureCheck;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.flag.DeviceFlags;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.inventory.Running;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.events.report.Progress;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.key.Ed25519Signatures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/// What the messages of and about a device mean for its record.
///
/// | message | epoch against the record's | decision |
/// |---|---|---|
/// | enrolled | any, a key that is not safe | Refused |
/// | enrolled | no record, or higher | Updated: a new record without outcomes |
/// | enrolled | equal, same key | Updated attributes, products, or Ignored if the same |
/// | enrolled | equal, other key | Refused: a new key needs a new epoch |
/// | enrolled | lower | Ignored |
/// | reported, confirmation | no record, or higher | NotEnrolled |
/// | reported | lower | Ignored |
/// | reported | equal | Updated |
/// | confirmation | lower | Refused: the device was replaced |
/// | confirmation | equal, wrong signature or products that differ | Refused |
/// | confirmation | equal, newer than the outcome that counts | Updated |
/// | confirmation | equal, otherwise | Ignored |
public final class DeviceRules {
  private DeviceRules() {}

  /// The first enrolment of a device.
  public static DeviceDecision enrol(DeviceEnrolled event, Instant now) {
    if (!Ed25519Signatures.isSafeKey(event.publicKey().bytes())) {
      return new DeviceDecision.Refused(
          "device %s: expected an ed25519 key of the group of prime order, got %s"
              .formatted(event.device(), event.publicKey()));
    }
    var state =
        new DeviceState(
            event.device(),
            event.epoch(),
            event.publicKey(),
            event.attributes(),
            event.products(),
            List.of(),
            DeviceState.NOT_REPORTED,
            DeviceFlags.NONE,
            now);
    return new DeviceDecision.Updated(new DeviceRecord(state, new TreeMap<>()));
  }

  /// An enrolment of a device that has a record.
  public static DeviceDecision enrolAgain(DeviceRecord held, DeviceEnrolled event, Instant now) {
    DeviceState state = held.state();
    if (event.epoch() > state.epoch()) {
      return enrol(event, now);
    }
    if (event.epoch() < state.epoch()) {
      return new DeviceDecision.Ignored("epoch " + event.epoch() + " is over");
    }
    if (!event.publicKey().equals(state.publicKey())) {
      return new DeviceDecision.Refused(
          "device %s has a key for epoch %d: another key needs a higher epoch"
              .formatted(event.device(), event.epoch()));
    }
    SortedSet<ProductName> products =
        event.products().isEmpty() ? state.products() : event.products();
    if (event.attributes().equals(state.attributes()) && products.equals(state.products())) {
      return new DeviceDecision.Ignored("enrolled already");
    }
    return new DeviceDecision.Updated(
        held.withState(
            new DeviceState(
                state.device(),
                state.epoch(),
                state.publicKey(),
                event.attributes(),
                products,
                state.running(),
                state.ringsFormat(),
                state.flags(),
                now)));
  }

  /// A report of a device that has a record.
  ///
  /// @param told its steps with those of the report; looked at for updates that the report ends
  public static DeviceDecision report(
      DeviceRecord held, DeviceReported event, DeviceTimeline told, Instant now) {
    if (event.epoch() > held.state().epoch()) {
      return new DeviceDecision.NotEnrolled();
    }
    if (event.epoch() < held.state().epoch()) {
      return new DeviceDecision.Ignored("epoch " + event.epoch() + " is over");
    }
    // An earlier agent does not say what it takes.
    SortedSet<ProductName> products =
        event.products().isEmpty() ? held.state().products() : event.products();
    DeviceRecord next =
        running(held, products, event.running(), event.ringsFormat(), event.flags(), now);
    for (UpdateStep step : event.steps()) {
      if (step.progress() instanceof Progress.Confirmed) {
        Optional<Duration> work = told.findWork(step.rollout(), step.attempt());
        if (work.isPresent()) {
          next = next.withTime(new UpdateTime(step.rollout(), work.get()));
        }
      }
    }
    return new DeviceDecision.Updated(next);
  }

  /// A confirmation of a device that has a record.
  public static DeviceDecision confirm(DeviceRecord held, SignedConfirmation event, Instant now) {
    return confirm(held, event, SignatureCheck.PORTABLE, now);
  }

  /// As [#confirm(DeviceRecord, SignedConfirmation, Instant)], its signature looked at by `check`.
  public static DeviceDecision confirm(
      DeviceRecord held, SignedConfirmation event, SignatureCheck check, Instant now) {
    Confirmation confirmation = event.confirmation();
    long epoch = held.state().epoch();
    if (confirmation.epoch() > epoch) {
      return new DeviceDecision.NotEnrolled();
    }
    if (confirmation.epoch() < epoch) {
      return new DeviceDecision.Refused(
          "expected epoch %d of device %s, got %d"
              .formatted(epoch, confirmation.device(), confirmation.epoch()));
    }
    if (!event.isSignedBy(held.state().publicKey(), check)) {
      return new DeviceDecision.Refused(
          "the signature is not that of device %s in epoch %d"
              .formatted(confirmation.device(), epoch));
    }
    return count(held, confirmation, now);
  }

  /// What a genuine confirmation of the device's present enrolment means: the part of
  /// [#confirm(DeviceRecord, SignedConfirmation, Instant)] that comes after the signature. Only
  /// benchmarks may begin here.
  public static DeviceDecision count(DeviceRecord held, Confirmation confirmation, Instant now) {
    ProductName product = confirmation.release().product();
    if (!confirmation.rollout().product().equals(product)) {
      return new DeviceDecision.Refused(
          "expected a rollout of %s, got %s".formatted(product, confirmation.rollout()));
    }
    LatestOutcome outcome = LatestOutcome.of(confirmation);
    boolean isSeen =
        held.findOutcome(outcome.rollout()).filter(o -> outcome.compareTo(o) <= 0).isPresent();
    DeviceRecord next = held.withOutcome(outcome);
    if (isSeen || next.findOutcome(outcome.rollout()).isEmpty()) {
      return new DeviceDecision.Ignored("seen before, or older than what was seen");
    }
    boolean isLatest = next.findLatest(product).filter(outcome::equals).isPresent();
    List<Running> running =
        isLatest && confirmation.outcome() == Outcome.INSTALLED
            ? runningNow(held.state(), confirmation)
            : held.state().running();
    DeviceState state = held.state();
    return new DeviceDecision.Updated(
        running(next, state.products(), running, state.ringsFormat(), state.flags(), now));
  }

  private static List<Running> runningNow(DeviceState state, Confirmation confirmation) {
    ProductName product = confirmation.release().product();
    List<Running> running = new ArrayList<>();
    for (Running other : state.running()) {
      if (!other.product().equals(product)) {
        running.add(other);
      }
    }
    if (running.size() < Running.MAX_PRODUCTS) {
      running.add(
          new Running(
              product,
              confirmation.release().version(),
              confirmation.counter(),
              confirmation.artifact()));
    }
    return running;
  }

  private static DeviceRecord running(
      DeviceRecord held,
      SortedSet<ProductName> products,
      List<Running> running,
      long ringsFormat,
      DeviceFlags flags,
      Instant now) {
    DeviceState state = held.state();
    return held.withState(
        new DeviceState(
            state.device(),
            state.epoch(),
            state.publicKey(),
            state.attributes(),
            products,
            running,
            ringsFormat,
            flags,
            now));
  }
}
