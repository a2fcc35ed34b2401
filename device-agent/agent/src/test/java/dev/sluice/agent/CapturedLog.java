package dev.sluice.agent;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/// What agents log, from INFO on, as long as it is open.
final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final String LOGGER = "dev.sluice.agent";

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final PatternLayout layout = new PatternLayout();

  CapturedLog() {
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

  /// The lines so far: level, message, keys with values.
  String text() {
    return lines.stream().collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(LOGGER).detachAppender(this);
    stop();
  }
}
