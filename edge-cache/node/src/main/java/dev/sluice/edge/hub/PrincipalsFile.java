package dev.sluice.edge.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The principals of a broker in a file of JSON lines:
/// `{"id":"…","kind":"device|node|bridge","secretSha256":"<hex>"}`.
///
/// The file is read again when its time or length has changed, at the next connection. A file that
/// is missing lets nobody in; one with a malformed line leaves the principals as they were, with a
/// warning, so that a slip of the pen does not cut off a site. Safe for use by all threads.
final class PrincipalsFile implements Principals {
  private static final Logger LOG = LoggerFactory.getLogger(PrincipalsFile.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Stamp NEVER = new Stamp(FileTime.fromMillis(0), -1);

  private final Path file;

  // guarded by this
  private Map<String, Principal> principals = Map.of();
  private Stamp stamp = NEVER;

  private record Stamp(FileTime modified, long lengthBytes) {}

  PrincipalsFile(Path file) {
    this.file = file;
  }

  /// Reads the file for the first time. One that is missing is read when it comes.
  ///
  /// @throws CannotStartException if there is a file that cannot be read or has a malformed line
  void requireUsable() {
    if (Files.notExists(file)) {
      LOG.atWarn().addKeyValue("file", file).log("no principals yet; nobody can connect");
      return;
    }
    try {
      var _ = read();
    } catch (IOException | IllegalArgumentException e) {
      throw new CannotStartException(
          "mqtt.principals: %s must hold one principal a line as JSON; it does not (%s); mend the line"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  @Override
  public synchronized Optional<Principal> find(String id) {
    refresh();
    return Optional.ofNullable(principals.get(id));
  }

  @Override
  public synchronized Set<String> ids() {
    refresh();
    return principals.keySet();
  }

  private void refresh() {
    try {
      var current = new Stamp(Files.getLastModifiedTime(file), Files.size(file));
      if (!current.equals(stamp)) {
        stamp = current;
        principals = read();
        LOG.atInfo().addKeyValue("principals", principals.size()).log("principals read");
      }
    } catch (IOException e) {
      principals = Map.of();
      stamp = NEVER;
      LOG.atWarn().addKeyValue("file", file).setCause(e).log("the principals cannot be read");
    } catch (IllegalArgumentException e) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("mistake", e.getMessage())
          .log("the principals are malformed; those read before stay");
    }
  }

  private Map<String, Principal> read() throws IOException {
    var read = new HashMap<String, Principal>();
    var number = 0;
    for (var line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank()) {
        var principal = parse(line, number);
        read.put(principal.id(), principal);
      }
    }
    return Map.copyOf(read);
  }

  private static Principal parse(String line, int number) {
    try {
      var json = JSON.readTree(line);
      return new Principal(
          text(json, "id"),
          Principal.Kind.valueOf(text(json, "kind").toUpperCase(Locale.ROOT)),
          Digest.parse(text(json, "secretSha256")));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      var reason =
          e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
      throw new IllegalArgumentException("line " + number + ": " + reason, e);
    }
  }

  private static String text(JsonNode json, String member) {
    var value = json.path(member).textValue();
    if (value == null) {
      throw new IllegalArgumentException("a principal must have the text '" + member + "'");
    }
    return value;
  }
}
