package dev.sluice.events.rollout;

import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.field.Fields;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Comparator;

/// What devices that did not install a release have in common: the groups in which people look for
/// what is wrong with it.
///
/// @param code why they did not
/// @param step where on their way
/// @param hardware their attribute `hardware`; empty if they have none
/// @param from the version that they run; empty if none is known
public record FailureCause(
    OutcomeReason.Code code, OutcomeReason.Step step, String hardware, String from)
    implements Comparable<FailureCause> {
  private static final Comparator<FailureCause> ORDER =
      Comparator.comparing(FailureCause::code)
          .thenComparing(FailureCause::step)
          .thenComparing(FailureCause::hardware)
          .thenComparing(FailureCause::from);

  /// Checks the texts.
  public FailureCause {
    Fields.requireText(hardware);
    Fields.requireText(from);
  }

  @Override
  public int compareTo(FailureCause other) {
    return ORDER.compare(this, other);
  }

  /// The form in documents, with how many devices are in the group.
  public JsonObject toJson(long devices) {
    return JsonObject.builder()
        .put("code", Fields.word(code))
        .put("step", Fields.word(step))
        .put("hardware", hardware)
        .put("from", from)
        .put("devices", devices)
        .build();
  }

  /// Reads the group of [#toJson(long)].
  ///
  /// @throws MalformedJsonException if it is anything else
  public static FailureCause fromJson(JsonObject json) throws MalformedJsonException {
    return new FailureCause(
        Fields.constant(json, "code", OutcomeReason.Code.class),
        Fields.constant(json, "step", OutcomeReason.Step.class),
        Fields.text(json, "hardware"),
        Fields.text(json, "from"));
  }
}
