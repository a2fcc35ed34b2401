package dev.sluice.events.rings;

import dev.sluice.events.device.DeviceId;
import dev.sluice.tuf.digest.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/// The rule by which a device knows, without asking, whether it is admitted and when it starts.
///
/// The draw of a device is SHA-256(rolloutId ‖ 0 ‖ deviceId) over the UTF-8 texts. Its first eight
/// bytes as an unsigned number `u` admit the device if `u < share · 2⁶⁴`; the next eight place it
/// in the window. So a higher share keeps everybody who was admitted by a lower one, and each
/// rollout draws anew. All arithmetic is exact.
public final class Admission {
  /// The share of everybody, in parts per million.
  public static final long WHOLE_PPM = 1_000_000;

  private Admission() {}

  /// Whether the device is among the admitted share of its ring.
  ///
  /// @param sharePpm 0 admits nobody, [#WHOLE_PPM] everybody
  /// @throws IllegalArgumentException if the share is out of range
  public static boolean isAdmitted(RolloutId rollout, DeviceId device, long sharePpm) {
    return isDrawn(rollout.toString(), device, sharePpm);
  }

  /// When an admitted device starts.
  ///
  /// Inside the window it is a moment that depends on rollout and device alone, and may have passed
  /// already: then the device starts at once. A device that learns of its admission only after the
  /// window starts after the same delay, counted from then, so that devices that come back together
  /// after an outage still spread. Ask once, when the admission is learnt, and keep the answer.
  ///
  /// @param windowStart start of the window, inclusive
  /// @param window length of the window; zero means at once
  /// @param now when the device learnt of its admission
  public static Instant startAt(
      RolloutId rollout, DeviceId device, Instant windowStart, Duration window, Instant now) {
    return draw(rollout, device).startAt(windowStart, window, now);
  }

  /// A device's draw for a rollout, once for many shares and windows.
  public static Draw draw(RolloutId rollout, DeviceId device) {
    ByteBuffer drawn = draw(rollout.toString(), device);
    return new Draw(drawn.getLong(0), drawn.getLong(Long.BYTES));
  }

  /// What a device draws for a rollout.
  ///
  /// @param share admits it to every greater share; unsigned, of 2⁶⁴
  /// @param place where in a window it starts; unsigned, of 2⁶⁴
  public record Draw(long share, long place) {
    /// As [Admission#isAdmitted(RolloutId, DeviceId, long)].
    public boolean isAdmitted(long sharePpm) {
      return isBelow(share, sharePpm);
    }

    /// As [Admission#startAt(RolloutId, DeviceId, Instant, Duration, Instant)].
    public Instant startAt(Instant windowStart, Duration window, Instant now) {
      // The high half of the 128-bit product is place / 2⁶⁴ · window, rounded down.
      Duration delay = Duration.ofNanos(Math.unsignedMultiplyHigh(place, window.toNanos()));
      boolean open = now.isBefore(windowStart.plus(window));
      return (open ? windowStart : now).plus(delay);
    }
  }

  /// The same draw under any salt: what [Selector.StablePercentage] uses.
  static boolean isDrawn(String salt, DeviceId device, long sharePpm) {
    return isBelow(draw(salt, device).getLong(0), sharePpm);
  }

  private static boolean isBelow(long fraction, long sharePpm) {
    if (sharePpm < 0 || sharePpm > WHOLE_PPM) {
      throw new IllegalArgumentException("share out of range: " + sharePpm + " ppm");
    }
    // u · 10⁶ < share · 2⁶⁴ holds exactly if the high half of the product is below the share.
    return Math.unsignedMultiplyHigh(fraction, WHOLE_PPM) < sharePpm;
  }

  private static ByteBuffer draw(String salt, DeviceId device) {
    byte[] text = (salt + '\0' + device.value()).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.wrap(Digest.sha256(text).bytes());
  }
}
