package dev.sluice.agent.check;

import dev.sluice.update.port.HealthResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/// Looks whether a file was touched since the switch: whether its modification time is another one.
///
/// Not whether it is a later one, as a device's clock may be set back by a start.
record FileProbe(Path file) implements Probe {
  private static final String ABSENT = "absent";

  @Override
  public String mark() {
    try {
      return modified();
    } catch (IOException e) {
      return ABSENT; // if it is there and cannot be read, no look will be content with it
    }
  }

  private String modified() throws IOException {
    return Files.getLastModifiedTime(file).toInstant().toString();
  }

  @Override
  public HealthResult look(String mark, Duration limit) {
    try {
      return modified().equals(mark)
          ? new HealthResult.Unhealthy(file + " must be touched after the switch, it was not")
          : new HealthResult.Healthy();
    } catch (NoSuchFileException e) {
      return new HealthResult.Unhealthy(file + " must be there, it is not");
    } catch (IOException e) {
      return new HealthResult.Unhealthy(file + " cannot be read: " + e);
    }
  }
}
