package dev.sluice.stack;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/// What the agents of this process log, from INFO on, as long as it is open.
final class DeviceLogs extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final String LOGGER = "dev.sluice.agent";

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final PatternLayout layout = new PatternLayout();

  DeviceLogs() {
    LoggerContext logs = (LoggerContext) LoggerFactory.getILoggerFactory();
    layout.setContext(logs);
    layout.setPattern("%level %msg %kvp");
    layout.start();
    setContext(logs);
    start();
    logs.getLogger(LOGGER).setLevel(Level.INFO);
    logs.getLogger(LOGGER).addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(layout.doLayout(event));
  }

  /// The lines of one device so far: level, message, keys with values.
  String of(String device) {
    return lines.stream()
        .filter(line -> line.contains("device=\"" + device + "\""))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(LOGGER).detachAppender(this);
    stop();
  }
}
