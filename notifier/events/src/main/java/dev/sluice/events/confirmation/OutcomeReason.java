package dev.sluice.events.confirmation;

import dev.sluice.events.field.Fields;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Set;

/// Why a device's outcome is what it is.
///
/// @param code which kind of cause, to count by
/// @param step where on its way the device was
/// @param text the cause in words, for people; may be empty
public record OutcomeReason(Code code, Step step, String text) {
  /// The member of a document that holds a reason.
  static final String MEMBER = "reason";

  /// The member in documents of agents that knew only text.
  static final String TEXT_MEMBER = "detail";

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
    UNHEALTHY,
    /// An agent that knew only text did not say.
    UNKNOWN
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

  /// Checks the text, and that an unknown cause has no step of its own.
  public OutcomeReason {
    Fields.requireText(text);
    Fields.require(
        code != Code.UNKNOWN || step == Step.INSTALL, "an unknown cause has no step, got " + step);
  }

  /// That of an installation as it should be.
  public static OutcomeReason none() {
    return new OutcomeReason(Code.NONE, Step.INSTALL, "");
  }

  /// What an agent that knew only text said.
  public static OutcomeReason unknown(String text) {
    return new OutcomeReason(Code.UNKNOWN, Step.INSTALL, text);
  }

  /// Whether the cause is the device's own and says nothing about the release.
  public boolean isOfDevice() {
    return code == Code.DISK;
  }

  /// The same with another text.
  public OutcomeReason withText(String other) {
    return new OutcomeReason(code, step, other);
  }

  /// Adds it to a document, in the form in which it came: what is signed must keep its bytes.
  public void addTo(JsonObject.Builder document) {
    if (code == Code.UNKNOWN) {
      document.put(TEXT_MEMBER, text);
    } else {
      document.put(
          MEMBER,
          JsonObject.builder()
              .put("code", Fields.word(code))
              .put("step", Fields.word(step))
              .put("text", text)
              .build());
    }
  }

  /// Reads what [#addTo(JsonObject.Builder)] added.
  ///
  /// @throws MalformedJsonException if there is anything else
  public static OutcomeReason ofDocument(JsonObject document) throws MalformedJsonException {
    if (document.has(TEXT_MEMBER) && !document.has(MEMBER)) {
      return unknown(Fields.text(document, TEXT_MEMBER));
    }
    if (document.has(TEXT_MEMBER)) {
      throw document.malformed(TEXT_MEMBER, "a reason without it");
    }
    JsonObject json = document.requireObject(MEMBER);
    json.rejectUnknown(MEMBERS);
    Code code = Fields.constant(json, "code", Code.class);
    if (code == Code.UNKNOWN) {
      throw json.malformed("code", "a cause");
    }
    return new OutcomeReason(
        code, Fields.constant(json, "step", Step.class), Fields.text(json, "text"));
  }
}
