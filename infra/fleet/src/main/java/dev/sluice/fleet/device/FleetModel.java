package dev.sluice.fleet.device;

import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.fleet.device.Draws.Purpose;
import dev.sluice.release.Manifest;
import dev.sluice.release.ProductName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What each device of a fleet is like and does, by its number; computed when it is asked for.
///
/// @param devices how many, 1 to [#MAX_DEVICES], numbered from 0
/// @param prefix what their ids begin with, such as `light`
/// @param seed equal seeds give equal fleets
/// @param product of which releases they take
/// @param tags which of them have which tags, each drawn by itself
/// @param hardware values of their attribute `hardware`, drawn evenly; none without any
/// @param behaviour how they behave
public record FleetModel(
    int devices,
    String prefix,
    long seed,
    ProductName product,
    List<TagShare> tags,
    List<String> hardware,
    Behaviour behaviour) {
  /// So many that a number fits beside a time in 64 bits.
  public static final int MAX_DEVICES = 1 << 20;

  private static final long WHOLE_PPM = 1_000_000;

  /// Seven digits, with leading zeros, stand behind its first.
  private static final int TEN_MILLIONS = 10_000_000;

  /// Copies the lists and checks the number and the words.
  public FleetModel {
    tags = List.copyOf(tags);
    hardware = List.copyOf(hardware);
    if (devices < 1 || devices > MAX_DEVICES) {
      throw new IllegalArgumentException(
          "devices: expected 1 to " + MAX_DEVICES + ", got " + devices);
    }
    for (String word : hardware) {
      if (!DeviceAttributes.isWord(word)) {
        throw new IllegalArgumentException(
            "hardware: expected " + DeviceAttributes.WORD_SYNTAX + ", got '" + word + "'");
      }
    }
    var _ = new DeviceId(prefix + "-0");
  }

  /// A device's name.
  public DeviceId id(int device) {
    return new DeviceId(prefix + '-' + Integer.toString(TEN_MILLIONS + device).substring(1));
  }

  /// What ring selectors look at.
  public DeviceAttributes attributes(int device) {
    Set<String> found = new TreeSet<>();
    for (int i = 0; i < tags.size(); i++) {
      if (isDrawn(device, Purpose.TAG, i, tags.get(i).ppm())) {
        found.add(tags.get(i).tag());
      }
    }
    Map<String, String> attributes = new HashMap<>();
    if (!hardware.isEmpty()) {
      int pick = (int) (draws().even(device, Purpose.HARDWARE, 0) * hardware.size());
      attributes.put("hardware", hardware.get(pick));
    }
    return DeviceAttributes.of(found, attributes);
  }

  /// When a device is on: at `now` if it is, else the next time; empty if never.
  public Optional<Instant> onAt(int device, Instant now) {
    if (isDrawn(device, Purpose.OFF, 0, behaviour.offPpm())) {
      return Optional.empty();
    }
    if (!isDrawn(device, Purpose.CHURN, 0, behaviour.churnPpm())) {
      return Optional.of(now);
    }
    long on = behaviour.onTime().toMillis();
    long period = on + behaviour.offTime().toMillis();
    long phase = (long) (draws().even(device, Purpose.PHASE, 0) * period);
    long position = Math.floorMod(now.toEpochMilli() + phase, period);
    return Optional.of(position < on ? now : now.plusMillis(period - position));
  }

  /// How long a device takes to install the release of a counter.
  public Duration latency(int device, long counter) {
    double normal = draws().normal(device, Purpose.LATENCY, counter);
    double factor = StrictMath.exp(StrictMath.log(behaviour.spread()) * normal);
    return Duration.ofMillis(Math.round(behaviour.latency().toMillis() * factor));
  }

  /// Whether the release of a counter ends badly on a device. Each attempt is drawn anew: who asks
  /// again has mended something.
  ///
  /// @param attempt from 1
  public boolean fails(int device, long counter, int attempt) {
    long subject = counter + (long) (attempt - 1) * (Manifest.MAX_COUNTER + 1);
    return isDrawn(device, Purpose.OUTCOME, subject, behaviour.failedPpm());
  }

  private boolean isDrawn(int device, Purpose purpose, long subject, long ppm) {
    return draws().even(device, purpose, subject) * WHOLE_PPM < ppm;
  }

  private Draws draws() {
    return new Draws(seed);
  }
}
