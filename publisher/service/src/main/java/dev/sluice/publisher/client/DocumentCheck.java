package dev.sluice.publisher.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.sluice.program.exit.UsageException;
import dev.sluice.release.Installer;
import dev.sluice.release.flags.FlagsDocument;
import dev.sluice.tuf.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Reads a configuration or a set of flags before it is published: a document with a mistake never
/// leaves the desk of whoever wrote it.
public final class DocumentCheck {
  private DocumentCheck() {}

  /// Refuses files that are not what their release says.
  ///
  /// @throws UsageException saying what was expected, what came, and what to do
  public static void require(List<Path> files, Installer kind) {
    if (!kind.isDocument()) {
      return;
    }
    if (files.size() != 1) {
      throw new UsageException(
          "expected one file of the kind %s, got %d; publish each as a product of its own"
              .formatted(kind.jsonName(), files.size()));
    }
    Path file = files.getFirst();
    byte[] document = read(file);
    switch (kind) {
      case FILE -> {}
      case CONFIG -> requireReadable(file, document);
      case FLAGS -> requireFlags(file, document);
    }
  }

  private static byte[] read(Path file) {
    try {
      if (Files.size(file) > Installer.MAX_DOCUMENT_BYTES) {
        throw fault(
            file,
            "at most " + Installer.MAX_DOCUMENT_BYTES + " bytes",
            Files.size(file) + " bytes; publish it as a file");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UsageException(
          file + ": expected a file that can be read, got " + e.getMessage(), e);
    }
  }

  private static void requireFlags(Path file, byte[] document) {
    try {
      var _ = FlagsDocument.decode(document);
    } catch (MalformedJsonException e) {
      throw new UsageException(
          "%s: expected one JSON object of flags; %s".formatted(file, e.getMessage()), e);
    }
  }

  private static void requireReadable(Path file, byte[] document) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    JsonFactory factory;
    if (name.endsWith(".json")) {
      factory = new JsonFactory();
    } else if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      factory = new YAMLFactory();
    } else {
      throw fault(file, "a name that ends in .json, .yaml or .yml", "another; rename the file");
    }
    try {
      JsonNode read =
          new ObjectMapper(factory)
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature())
              .readTree(document);
      if (read.isMissingNode() || read.isNull()) {
        throw fault(file, "a document", "nothing");
      }
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw fault(file, "a document that can be read", e.getOriginalMessage() + ", line " + line);
    } catch (IOException e) {
      throw fault(file, "a document that can be read", String.valueOf(e.getMessage()));
    }
  }

  private static UsageException fault(Path file, String expected, String received) {
    return new UsageException("%s: expected %s, got %s".formatted(file, expected, received));
  }
}
