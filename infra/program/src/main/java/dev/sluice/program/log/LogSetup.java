package dev.sluice.program.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.sluice.program.exit.OneLine;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Sets the process's log up. What libraries say is shown from WARN on, what we say from INFO on.
public final class LogSetup {
  /// What a line tells others may have written: it neither ends the line nor moves the terminal.
  private static final String PATTERN =
      "%d{HH:mm:ss.SSS} %-5level %logger{0}: "
          + "%replace(%msg%replace( %kvp){'^ $', ''}%replace( %mdc){'^ $', ''}){'"
          + OneLine.OBEYED
          + "', ' '}%n%ex";

  /// They say several times a second that a broker is away, or warn of what mends itself. What a
  /// person should know of Kafka, our own watch and the waiting at the start say.
  private static final List<String> CHATTY =
      List.of(
          "org.apache.kafka.clients.NetworkClient",
          "org.apache.kafka.clients.consumer.internals.OffsetFetcherUtils");

  private LogSetup() {}

  /// Log lines go to standard error.
  ///
  /// @param isDebug shows what is needed to replay a decision, and more of the libraries
  public static void toStandardError(LogFormat format, boolean isDebug) {
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setTarget("System.err");
    install(appender, format, isDebug);
  }

  /// Log lines go to the end of a file.
  public static void toFile(Path file, LogFormat format, boolean isDebug) {
    var appender = new FileAppender<ILoggingEvent>();
    appender.setFile(file.toString());
    install(appender, format, isDebug);
  }

  private static void install(
      OutputStreamAppender<ILoggingEvent> appender, LogFormat format, boolean isDebug) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      throw new IllegalStateException(
          "expected Logback behind SLF4J, got " + LoggerFactory.getILoggerFactory());
    }
    context.reset();
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    appender.setContext(context);
    appender.setEncoder(encoder(context, format));
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(isDebug ? Level.INFO : Level.WARN);
    root.addAppender(appender);
    CHATTY.forEach(name -> context.getLogger(name).setLevel(isDebug ? Level.INFO : Level.ERROR));
    context.getLogger("dev.sluice").setLevel(isDebug ? Level.DEBUG : Level.INFO);
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case TEXT -> {
            var text = new PatternLayoutEncoder();
            text.setPattern(PATTERN);
            yield text;
          }
          case JSON -> new JsonLines();
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }
}
