package dev.sluice.agent.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Writes what one device has to say: to the process's log with the device's id, and to the
/// device's own file.
///
/// The file is written here and not by sifting appenders, because many agents in one process would
/// then need a logging configuration of their own. It is renamed to `agent.log.1` when it reaches 1
/// MiB. Safe for use by several threads.
public final class AgentLog {
  private static final Logger LOGGER = LoggerFactory.getLogger(AgentLog.class);
  private static final long MAX_LENGTH_BYTES = 1L << 20;
  private static final int VALUE_LIMIT = 300;

  private final String device;
  private final Path file;
  private final InstantSource clock;
  private boolean isFileBroken;

  /// A log in this file; its directory must be there.
  public AgentLog(String device, Path file, InstantSource clock) {
    this.device = device;
    this.file = file;
    this.clock = clock;
  }

  /// Writes a line.
  ///
  /// @param message stable text
  /// @param details key–value pairs; values are cut to length
  public synchronized void log(Level level, String message, Map<String, String> details) {
    var event = LOGGER.atLevel(level).addKeyValue("device", device);
    var line =
        new StringBuilder()
            .append(clock.instant().truncatedTo(ChronoUnit.MILLIS))
            .append(' ')
            .append(level)
            .append(' ')
            .append(cut(message));
    for (Map.Entry<String, String> detail : details.entrySet()) {
      String value = cut(detail.getValue());
      event = event.addKeyValue(detail.getKey(), value);
      line.append(' ').append(detail.getKey()).append("=\"").append(value).append('"');
    }
    event.log(cut(message));
    if (level.toInt() >= Level.INFO.toInt()) {
      append(line.append('\n').toString());
    }
  }

  /// Writes a line without details.
  public void log(Level level, String message) {
    log(level, message, Map.of());
  }

  /// A full disk must not stop the agent: it is told once, elsewhere.
  private void append(String line) {
    try {
      if (Files.exists(file) && Files.size(file) > MAX_LENGTH_BYTES) {
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + ".1"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(
          file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      isFileBroken = false;
    } catch (IOException e) {
      if (!isFileBroken) {
        LOGGER
            .atWarn()
            .addKeyValue("device", device)
            .addKeyValue("file", file)
            .log("the device's own log cannot be written: {}", e.getMessage());
      }
      isFileBroken = true;
    }
  }

  private static String cut(String text) {
    String oneLine = text.replaceAll("\\p{Cntrl}", "?");
    return oneLine.length() <= VALUE_LIMIT ? oneLine : oneLine.substring(0, VALUE_LIMIT) + "…";
  }
}
