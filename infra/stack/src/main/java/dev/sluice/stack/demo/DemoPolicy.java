package dev.sluice.stack.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The rings of the demo: three, with soak times that a person waits out.
public final class DemoPolicy {
  private static final String CANARY = "canary";
  private static final String EARLY = "early";
  private static final String BROAD = "broad";
  private static final String RESOURCE = "policy.yaml";

  private DemoPolicy() {}

  /// The policy as a person would apply it, in YAML.
  public static String yaml() {
    try (InputStream in =
        Objects.requireNonNull(DemoPolicy.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " could not be read", e);
    }
  }

  /// The ring of the device with this number: an eighth are canaries, three eighths early, and no
  /// ring is empty while there are devices enough.
  public static String ringOf(int device, int devices) {
    int canaries = Math.max(1, devices / 8);
    int early = Math.max(1, devices * 3 / 8);
    return device < canaries ? CANARY : device < canaries + early ? EARLY : BROAD;
  }
}
