package dev.sluice.formats.deflate;

import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.StreamRebuilder;
import java.util.Optional;

/// A deflate encoder other than ours, which makes the same bytes with less work.
///
/// Our own ([DeflateRebuilder]) makes the same bytes on every device, and makes all streams. An
/// engine may make those whose recipe is a profile and nothing else. Whoever lets it must compare
/// the digest of what came out with the one that is known, and have a way back to ours.
@FunctionalInterface
public interface DeflateEngine {
  /// A rebuilder of the raw deflate stream that an encoder with this profile makes in one go, if
  /// the engine makes the same bytes. It takes at most [DeflateRebuilder#MEMORY_BYTES], heap and
  /// native memory.
  ///
  /// @param output takes the stream
  Optional<StreamRebuilder> open(Profile profile, ByteSink output);

  /// None: all streams are made by our own encoder.
  static DeflateEngine none() {
    return (_, _) -> Optional.empty();
  }

  /// The zlib under [java.util.zip.Deflater], for the profiles that it has been seen to follow to
  /// the byte in this process.
  static DeflateEngine platform() {
    return PlatformZlib::open;
  }
}
