package dev.sluice.agent;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the program writes to standard error beside the device's own log file.
///
/// Set here and not in a file on the class path, which would meet those of other programs that run
/// agents. A configuration named by `-Dlogback.configurationFile` is left alone.
final class ProgramLog {
  private static final String PATTERN = "%d{ISO8601, UTC}Z %-5level %msg %kvp%n%ex{full}";

  private ProgramLog() {}

  /// Logs the agent from INFO, or everything of it, and libraries from WARN.
  static void start(boolean isDebug) {
    if (System.getProperty("logback.configurationFile") != null
        || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    context.reset();
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    context.getLogger("dev.sluice").setLevel(isDebug ? Level.DEBUG : Level.INFO);
  }
}
