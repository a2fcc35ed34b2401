package dev.sluice.events;

import dev.sluice.events.field.Fields;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which trace an event belongs to: W3C Trace Context's `traceparent`, version 00, which
/// CloudEvents carries as the attribute of that name.
///
/// @param traceId 32 hexadecimal digits, not all zero; one for the whole journey of a release
/// @param spanId 16 hexadecimal digits, not all zero; the step that sent the event
/// @param sampled whether that step was recorded
public record TraceParent(String traceId, String spanId, boolean sampled) {
  /// Name of the attribute, of the header and of MQTT's user property.
  public static final String NAME = "traceparent";

  private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
  private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");
  private static final Pattern SYNTAX =
      Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");
  private static final int SAMPLED_FLAG = 1;
  private static final int HEX = 16;

  /// Checks both ids.
  public TraceParent {
    Fields.require(TRACE_ID.matcher(traceId).matches(), "not a trace id: " + traceId);
    Fields.require(SPAN_ID.matcher(spanId).matches(), "not a span id: " + spanId);
  }

  /// Reads the header's form. What is malformed is no trace rather than an error, as W3C asks:
  /// following an event must not stand in its way.
  public static Optional<TraceParent> find(String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches()
        || !TRACE_ID.matcher(parts.group(1)).matches()
        || !SPAN_ID.matcher(parts.group(2)).matches()) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(parts.group(3), HEX) & SAMPLED_FLAG) != 0;
    return Optional.of(new TraceParent(parts.group(1), parts.group(2), sampled));
  }

  /// The same trace, one step further.
  public TraceParent withSpan(String nextSpanId) {
    return new TraceParent(traceId, nextSpanId, sampled);
  }

  /// The header's form.
  @Override
  public String toString() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }
}
