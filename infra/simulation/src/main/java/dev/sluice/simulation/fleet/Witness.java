package dev.sluice.simulation.fleet;

import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.device.DeviceId;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.order.InPlaceOutcome;
import dev.sluice.update.order.PatchStart;
import java.util.Optional;

/// Sees what devices do, as far as invariants speak of it.
public interface Witness {
  /// A device came to life; what it had read is forgotten.
  void started(DeviceId device);

  /// A device was given the bytes of a target below `rings/` and may have read them.
  void read(DeviceId device, Digest document);

  /// A device went on with a patch.
  ///
  /// @param start from where
  void advanced(PatchStart start);

  /// A device applied a patch over its installed file, or could not.
  void appliedInPlace(InPlaceOutcome outcome);

  /// A file took the place of the installed one, or is about to be made over it.
  ///
  /// @param before digest of what was installed; empty if nothing was
  void switched(DeviceId device, Optional<Digest> before, Digest after);

  /// Something may have changed what is installed.
  ///
  /// @param installed the digest of what is there now
  void holds(DeviceId device, Digest installed);

  /// A device was told, and lived on to remember, that a rollout was announced as halted.
  void held(DeviceId device, RolloutHalted halt);

  /// A device says how an update ended.
  void confirmed(Confirmation confirmation);
}
