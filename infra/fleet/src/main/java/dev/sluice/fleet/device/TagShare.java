package dev.sluice.fleet.device;

import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.program.config.Share;

/// Which share of the devices has a tag, such as `canary=1%`.
///
/// @param tag a word of [DeviceAttributes]
/// @param ppm the share in millionths
public record TagShare(String tag, long ppm) {
  /// Checks the word.
  public TagShare {
    if (!DeviceAttributes.isWord(tag)) {
      throw new IllegalArgumentException(
          "expected " + DeviceAttributes.WORD_SYNTAX + ", got '" + tag + "'");
    }
  }

  /// Reads `tag=share`.
  ///
  /// @throws IllegalArgumentException if it is anything else
  public static TagShare parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(
          "expected a tag and its share like canary=1%, got '" + text + "'");
    }
    return new TagShare(text.substring(0, equals), Share.parse(text.substring(equals + 1)).ppm());
  }
}
