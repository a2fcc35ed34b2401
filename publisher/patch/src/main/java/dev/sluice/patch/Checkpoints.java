package dev.sluice.patch;

import java.io.IOException;
import java.util.Optional;

/// What a caller keeps of checkpoints, so that an application which was cut off can go on.
public interface Checkpoints {
  /// Nothing is kept: whatever is cut off begins again.
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public Optional<Checkpoint> last() {
          return Optional.empty();
        }

        @Override
        public RandomReader made() {
          return RandomReader.empty();
        }

        @Override
        public void reached(Checkpoint checkpoint) {}

        @Override
        public void discard() {}
      };

  /// The last one that was kept for the same patch and base.
  Optional<Checkpoint> last();

  /// What was written before [#last], at least as many bytes as it says. It is read once, to take
  /// up the digest of the result: a checkpoint is believed only as far as the digest in the end.
  RandomReader made() throws IOException;

  /// A new one. What the result's channel was given before must be durable before the checkpoint
  /// is.
  void reached(Checkpoint checkpoint) throws IOException;

  /// What was made is of no use: from now on there is no last one. Only a [PatchSession] asks for
  /// it; a [Patcher] cannot begin again.
  void discard();
}
