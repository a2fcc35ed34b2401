package dev.sluice.notifier.external.message;

import dev.sluice.events.Event;
import dev.sluice.events.announcement.Announcement;
import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.command.RolloutCommand;
import dev.sluice.events.confirmation.ConfirmationEvent;
import dev.sluice.events.inventory.InventoryEvent;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.letter.DeadLetterDiscarded;
import dev.sluice.events.letter.DeadLetterRecord;
import dev.sluice.events.letter.DeadLetterReplayed;
import dev.sluice.events.letter.ReplayOrdered;
import dev.sluice.events.policy.PolicyApplied;
import dev.sluice.events.policy.PolicyEvent;
import dev.sluice.events.principal.PrincipalEvent;
import dev.sluice.events.release.ArtifactEvent;
import dev.sluice.events.release.DeltasSigned;
import dev.sluice.events.release.ReleaseEvent;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.ReleaseWithdrawn;
import dev.sluice.events.report.DeviceReport;
import dev.sluice.events.rollout.OrderRecorded;
import dev.sluice.events.rollout.RingProgress;
import dev.sluice.events.rollout.RolloutChanged;
import dev.sluice.events.rollout.RolloutRecord;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.notifier.external.message.Notice.Words;
import java.util.ArrayList;
import java.util.List;

/// Says events in plain words, and where the console shows more of them.
final class Wording {
  private static final String ROLLOUT_PAGE = "/console/#/rollouts/";

  private Wording() {}

  static Words of(Event event) {
    return switch (event) {
      case RolloutRecord record ->
          switch (record) {
            case RolloutChanged change -> rollout(change);
            case OrderRecorded order ->
                new Words(
                    "%s of %s ordered".formatted(order.what(), order.subject()),
                    because(order.by(), order.reason()));
          };
      case ReleaseEvent release -> release(release);
      case Announcement announcement -> announcement(announcement);
      case PolicyEvent policy ->
          switch (policy) {
            case PolicyApplied applied ->
                new Words(
                    "Policy of product %s: version %d applied"
                        .formatted(applied.product(), applied.version()),
                    because(applied.by(), applied.reason()));
          };
      case DeadLetterRecord letter -> deadLetter(letter);
      case ArtifactEvent _,
          SigningEvent _,
          RolloutCommand _,
          PrincipalEvent _,
          DeviceReport _,
          InventoryEvent _,
          ConfirmationEvent _ ->
          new Words(event.type() + " of " + event.key(), "");
    };
  }

  private static Words deadLetter(DeadLetterRecord record) {
    return switch (record) {
      case DeadLetter letter ->
          new Words(
              "Dead letter of %s: %s".formatted(letter.consumer(), letter.originalTopic()),
              letter.originalKey() + ": " + letter.reason());
      case ReplayOrdered order ->
          new Words(
              "Replay of dead letter %s ordered".formatted(order.letter()),
              because(order.by(), order.reason()));
      case DeadLetterReplayed replayed ->
          new Words("Dead letter %s replayed".formatted(replayed.letter()), "");
      case DeadLetterDiscarded discarded ->
          new Words(
              "Dead letter %s discarded".formatted(discarded.letter()),
              because(discarded.by(), discarded.reason()));
    };
  }

  /// The path of the console's page, with its fragment.
  static String page(Event event) {
    return switch (event) {
      case RolloutChanged change -> ROLLOUT_PAGE + change.snapshot().id();
      case WaveAnnounced wave -> ROLLOUT_PAGE + wave.rollout();
      case RolloutHalted halted -> ROLLOUT_PAGE + halted.rollout();
      case PolicyApplied applied -> "/console/#/policies/" + applied.product();
      case Event _ -> "/console/";
    };
  }

  private static Words rollout(RolloutChanged change) {
    RolloutSnapshot rollout = change.snapshot();
    List<String> lines = new ArrayList<>();
    lines.add(rollout.reason());
    lines.add(change.change() + (change.cause().isEmpty() ? "" : " (" + change.cause() + ")"));
    rollout.rings().stream().filter(ring -> ring.wave() > 0).map(Wording::ring).forEach(lines::add);
    lines.removeIf(String::isBlank);
    String state = rollout.state().replace('-', ' ');
    return new Words(
        "%s: rollout %s is %s"
            .formatted(rollout.release().toString().replace('/', ' '), rollout.id(), state),
        String.join("\n", lines));
  }

  private static String ring(RingProgress ring) {
    String counts =
        "ring %s: %d of %d confirmed, %d failed, %d silent"
            .formatted(ring.name(), ring.confirmed(), ring.devices(), ring.failed(), ring.silent());
    return ring.held().isEmpty() ? counts : counts + ", " + ring.held().words();
  }

  private static Words release(ReleaseEvent release) {
    return switch (release) {
      case ReleaseSigned signed ->
          new Words("%s is signed".formatted(signed.release()), "counter " + signed.counter());
      case ReleaseWithdrawn withdrawn ->
          new Words("%s is withdrawn".formatted(withdrawn.release()), withdrawn.reason());
      case DeltasSigned deltas ->
          new Words(
              "%s: %d patches are signed".formatted(deltas.release(), deltas.deltas()),
              deltas.complete() ? "all that there will be" : "more may follow");
    };
  }

  private static Words announcement(Announcement announcement) {
    return switch (announcement) {
      case WaveAnnounced wave when wave.wave() == WaveAnnounced.NO_WAVE ->
          new Words(
              "Product %s: ring %s is told to read its rings document"
                  .formatted(wave.product(), wave.ring()),
              "flags were switched");
      case WaveAnnounced wave ->
          new Words(
              "%s: wave %d of ring %s is announced"
                  .formatted(wave.release(), wave.wave(), wave.ring()),
              "rollout " + wave.rollout());
      case RolloutHalted halted ->
          new Words(
              "Rollout %s: ring %s is told to stop".formatted(halted.rollout(), halted.ring()),
              halted.reason());
    };
  }

  private static String because(String by, String reason) {
    return reason.isEmpty() ? "by " + by : "by " + by + ": " + reason;
  }
}
