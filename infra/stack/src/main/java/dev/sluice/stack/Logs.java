package dev.sluice.stack;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/// Where the process logs: nowhere until a command names a file, so that the terminal stays its
/// own.
public final class Logs {
  private static final FileSize MAX_FILE = FileSize.valueOf("20 mb");
  private static final String PATTERN =
      "%d{ISO8601, UTC}Z %-5level %logger{24} %msg %kvp%n%ex{full}";

  private Logs() {}

  /// Sends the log of everything in this process to a file, rolled at 20 MB, two kept.
  ///
  /// Sluice itself logs at INFO; the servers inside it at WARN, because their INFO is about
  /// themselves.
  public static void writeTo(Path file) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setEncoder(encoder(context));
    appender.setRollingPolicy(rolling(context, appender, file));
    appender.setTriggeringPolicy(trigger(context));
    appender.start();
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    context.getLogger("dev.sluice").setLevel(Level.INFO);
  }

  private static PatternLayoutEncoder encoder(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    return encoder;
  }

  private static FixedWindowRollingPolicy rolling(
      LoggerContext context, RollingFileAppender<ILoggingEvent> appender, Path file) {
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(file + ".%i");
    rolling.setMinIndex(1);
    rolling.setMaxIndex(2);
    rolling.start();
    return rolling;
  }

  private static SizeBasedTriggeringPolicy<ILoggingEvent> trigger(LoggerContext context) {
    SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
    trigger.setContext(context);
    trigger.setMaxFileSize(MAX_FILE);
    trigger.start();
    return trigger;
  }
}
