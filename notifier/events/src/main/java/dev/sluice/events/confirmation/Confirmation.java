package dev.sluice.events.confirmation;

import dev.sluice.events.device.DeviceId;
import dev.sluice.events.field.Fields;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.Members;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Instant;
import java.util.Set;

/// A device's report of one outcome for one release; safe to repeat.
///
/// It is closed, because it is signed: a member that a reader does not know is refused.
///
/// @param device which device
/// @param epoch its enrolment, 0 or more
/// @param release which release
/// @param counter the release's counter
/// @param rollout the rollout that admitted the device
/// @param attempt which attempt at it, from 1
/// @param artifact SHA-256 of the artifact that the outcome is about
/// @param outcome how it ended
/// @param reason why it ended so
/// @param at when, by the device's clock
public record Confirmation(
    DeviceId device,
    long epoch,
    ReleaseId release,
    long counter,
    RolloutId rollout,
    int attempt,
    Digest artifact,
    Outcome outcome,
    OutcomeReason reason,
    Instant at) {
  private static final Set<String> MEMBERS =
      Set.of(
          "device",
          "epoch",
          "release",
          "counter",
          "rollout",
          "attempt",
          "artifact",
          "outcome",
          OutcomeReason.MEMBER,
          OutcomeReason.TEXT_MEMBER,
          "at");

  /// Checks numbers, text and time.
  public Confirmation {
    Fields.require(epoch >= 0, "epoch out of range: ", epoch);
    Fields.requireCounter(counter);
    Fields.requireTime(at);
    Fields.require(RolloutId.isAttempt(attempt), "attempt out of range: ", attempt);
  }

  /// An outcome of the first attempt at a rollout.
  public Confirmation(
      DeviceId device,
      long epoch,
      ReleaseId release,
      long counter,
      RolloutId rollout,
      Digest artifact,
      Outcome outcome,
      OutcomeReason reason,
      Instant at) {
    this(
        device,
        epoch,
        release,
        counter,
        rollout,
        RolloutId.FIRST_ATTEMPT,
        artifact,
        outcome,
        reason,
        at);
  }

  /// What makes two confirmations the same one.
  public ConfirmationKey confirmationKey() {
    return new ConfirmationKey(device, epoch, rollout, attempt, outcome, reason.code());
  }

  /// The bytes that the device signs: the canonical form.
  public byte[] signedBytes() {
    return CanonicalJson.encode(toJson());
  }

  JsonObject toJson() {
    var json =
        JsonObject.builder()
            .put("device", device.value())
            .put("epoch", epoch)
            .put("release", release.toString())
            .put("counter", counter)
            .put("rollout", rollout.toString())
            .put("artifact", artifact)
            .put("outcome", Fields.word(outcome));
    if (attempt > RolloutId.FIRST_ATTEMPT) {
      json.put("attempt", attempt);
    }
    reason.addTo(json);
    return json.put("at", at).build();
  }

  /// Reads the confirmation as its device signed it.
  ///
  /// @throws MalformedJsonException if a member is absent, malformed or unknown
  public static Confirmation fromJson(JsonObject json) throws MalformedJsonException {
    json.rejectUnknown(MEMBERS);
    return new Confirmation(
        Fields.device(json),
        Fields.count(json, "epoch"),
        Members.requireRelease(json, "release"),
        Members.requireCounter(json, "counter"),
        Fields.rollout(json, "rollout"),
        RolloutId.attempt(json),
        json.requireDigest("artifact"),
        Fields.constant(json, "outcome", Outcome.class),
        OutcomeReason.ofDocument(json),
        Fields.time(json, "at"));
  }
}
