package dev.sluice.release;

import java.util.Arrays;
import java.util.Optional;

/// How a device puts an artifact into place.
public enum Installer {
  /// The artifact becomes one file, replaced atomically.
  FILE("file");

  private final String jsonName;

  Installer(String jsonName) {
    this.jsonName = jsonName;
  }

  /// The name in documents.
  public String jsonName() {
    return jsonName;
  }

  /// The installer of this name, if it is known.
  public static Optional<Installer> find(String jsonName) {
    return Arrays.stream(values()).filter(i -> i.jsonName.equals(jsonName)).findFirst();
  }
}
