package dev.sluice.events.rollout;

import dev.sluice.events.field.Fields;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// How many devices failed for what, the largest groups first.
///
/// @param groups devices by cause, at most [#MAX_GROUPS], in that order; immutable
public record FailureCauses(SequencedMap<FailureCause, Long> groups) {
  /// Most groups; smaller ones are left out.
  public static final int MAX_GROUPS = 50;

  /// No failures.
  public static final FailureCauses NONE = new FailureCauses(new LinkedHashMap<>());

  /// Sorts, cuts and copies.
  public FailureCauses {
    var sorted = new LinkedHashMap<FailureCause, Long>();
    groups.entrySet().stream()
        .sorted(
            Map.Entry.<FailureCause, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MAX_GROUPS)
        .forEach(group -> sorted.put(group.getKey(), group.getValue()));
    groups = Collections.unmodifiableSequencedMap(sorted);
  }

  /// Of counts in any order.
  public static FailureCauses of(Map<FailureCause, Long> counts) {
    return new FailureCauses(new LinkedHashMap<>(counts));
  }

  /// The causes of two disjoint groups of devices together.
  public FailureCauses plus(FailureCauses other) {
    Map<FailureCause, Long> sum = new TreeMap<>(groups);
    other.groups.forEach((cause, devices) -> sum.merge(cause, devices, Long::sum));
    return of(sum);
  }

  /// The form in documents.
  public JsonArray toJson() {
    return JsonArray.of(
        groups.entrySet().stream().map(group -> group.getKey().toJson(group.getValue())).toList());
  }

  /// Reads the member `name`.
  ///
  /// @throws MalformedJsonException if it is anything else than what [#toJson()] writes
  public static FailureCauses fromJson(JsonObject json, String name) throws MalformedJsonException {
    Map<FailureCause, Long> counts = new TreeMap<>();
    for (JsonObject group : Fields.elements(json, name).decodeEach(object -> object)) {
      counts.put(FailureCause.fromJson(group), Fields.count(group, "devices"));
    }
    return of(counts);
  }
}
