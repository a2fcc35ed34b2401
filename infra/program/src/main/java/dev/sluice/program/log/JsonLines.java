package dev.sluice.program.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes an event as one flat JSON object and a line break: `time`, `level`, `logger`, `message`,
/// the trace and the event's own keys, `error` with the
/// stack trace. A key of the event never takes the place of one of these: it gets an underscore.
final class JsonLines extends EncoderBase<ILoggingEvent> {
  @Override
  public byte @Nullable [] headerBytes() {
    return null;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    var line =
        JsonNodeFactory.instance
            .objectNode()
            .put("time", event.getInstant().toString())
            .put("level", event.getLevel().toString())
            .put("logger", event.getLoggerName())
            .put("message", event.getFormattedMessage());
    event
        .getMDCPropertyMap()
        .forEach((key, value) -> line.put(line.has(key) ? "_" + key : key, value));
    Optional.ofNullable(event.getThrowableProxy())
        .ifPresent(failure -> line.put("error", ThrowableProxyUtil.asString(failure)));
    if (event.getKeyValuePairs() != null) {
      for (var pair : event.getKeyValuePairs()) {
        var key = line.has(pair.key) ? "_" + pair.key : pair.key;
        switch (pair.value) {
          case Long number -> line.put(key, number);
          case Integer number -> line.put(key, number);
          case Boolean flag -> line.put(key, flag);
          case null, default -> line.put(key, String.valueOf(pair.value));
        }
      }
    }
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte @Nullable [] footerBytes() {
    return null;
  }
}
