package dev.sluice.events;

import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Set;

/// Why a device's outcome is what it is.
///
/// @param code which kind of cause, to count by
/// @param step where on its way the device was
/// @param text the cause in words, for people; may be empty
public record OutcomeReason(Code code, Step step, String text) {
  private static final Set<String> MEMBERS = Set.of("code", "step", "text");

  /// Kinds of causes.
  public enum Code {
    /// Nothing went wrong.
    NONE,
    /// No role vouches for the release, or signed documents disagree.
    UNTRUSTED,
    /// It is not meant for the device: other hardware, or no installer for it.
    NOT_FOR_DEVICE,
    /// Its counter is below the floor, or below what runs without an ordered rollback.
    BELOW_FLOOR,
    /// What arrived is not what was signed.
    CORRUPT,
    /// The device's disk failed or is full.
    DISK,
    /// The installer failed.
    INSTALLER,
    /// It was installed and was not healthy.
    UNHEALTHY
  }

  /// Steps of an update.
  public enum Step {
    /// Reads signed documents and decides.
    CHECK,
    /// Fetches bytes.
    FETCH,
    /// Makes the artifact from what was fetched.
    APPLY,
    /// Puts it in its place.
    INSTALL,
    /// Watches it run.
    HEALTH
  }

  /// Checks the text.
  public OutcomeReason {
    Fields.requireText(text);
  }

  /// That of an installation as it should be.
  public static OutcomeReason none() {
    return new OutcomeReason(Code.NONE, Step.INSTALL, "");
  }

  /// Whether the cause is the device's own and says nothing about the release.
  public boolean isOfDevice() {
    return code == Code.DISK;
  }

  /// The same with another text.
  public OutcomeReason withText(String other) {
    return new OutcomeReason(code, step, other);
  }

  /// The form in documents.
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("code", Fields.word(code))
        .put("step", Fields.word(step))
        .put("text", text)
        .build();
  }

  /// Reads what [#toJson()] writes.
  ///
  /// @throws MalformedJsonException if it is anything else
  public static OutcomeReason fromJson(JsonObject json) throws MalformedJsonException {
    json.rejectUnknown(MEMBERS);
    return new OutcomeReason(
        Fields.constant(json, "code", Code.class),
        Fields.constant(json, "step", Step.class),
        Fields.text(json, "text"));
  }
}
