package dev.sluice.release;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// What an artifact is to a device, and so how the device puts it into place.
public enum Installer {
  /// A program or an image: becomes one file, replaced atomically. What runs it starts it again.
  FILE("file", Artifact.MAX_LENGTH_BYTES),
  /// A configuration, one JSON or YAML document: replaced as a file is, then a hook reloads it.
  CONFIG("config", Installer.MAX_DOCUMENT_BYTES),
  /// A set of feature flags: a [dev.sluice.release.flags.FlagsDocument], brought as a configuration
  /// is.
  FLAGS("flags", Installer.MAX_DOCUMENT_BYTES);

  /// The longest configuration or flag document, 1 MiB: our choice, as it is read into memory.
  public static final long MAX_DOCUMENT_BYTES = 1L << 20;

  private final String jsonName;
  private final long maxLengthBytes;

  Installer(String jsonName, long maxLengthBytes) {
    this.jsonName = jsonName;
    this.maxLengthBytes = maxLengthBytes;
  }

  /// The name in documents.
  public String jsonName() {
    return jsonName;
  }

  /// The longest artifact that it takes, in bytes.
  public long maxLengthBytes() {
    return maxLengthBytes;
  }

  /// Whether it brings a document that is reloaded, and not a file that is started.
  public boolean isDocument() {
    return this != FILE;
  }

  /// The installer of this name, if it is known.
  public static Optional<Installer> find(String jsonName) {
    return Arrays.stream(values()).filter(i -> i.jsonName.equals(jsonName)).findFirst();
  }

  /// Every name, for messages.
  public static String names() {
    return Arrays.stream(values()).map(Installer::jsonName).collect(Collectors.joining(", "));
  }
}
