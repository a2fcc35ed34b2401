package dev.sluice.signer;

import dev.sluice.program.admin.Health;
import dev.sluice.program.exit.ProgramException;
import dev.sluice.signer.clock.Brokers;
import dev.sluice.signer.clock.ClockCheck;
import dev.sluice.store.ObjectStore;
import dev.sluice.store.StoreException;
import dev.sluice.tuf.metadata.MetadataPaths;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks again and again whether what the signer depends on is there, also when nothing is signed.
///
/// @param store where metadata stands
/// @param brokers where events come from
/// @param clock compared at each look
/// @param storeCheck says what the store said
/// @param kafkaCheck says what the brokers said
record PeerWatch(
    ObjectStore store,
    Brokers brokers,
    ClockCheck clock,
    Health.Check storeCheck,
    Health.Check kafkaCheck)
    implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerWatch.class);
  private static final long MAX_TIMESTAMP_BYTES = 1 << 20;

  /// Looks once.
  @Override
  public void run() {
    try {
      lookAtStore();
      lookAtKafka();
      clock.require();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The check of the clock or of the peer has the reason.
      LOG.atDebug().addKeyValue("reason", e.getMessage()).log("clock not compared");
    } catch (RuntimeException e) {
      // The executor would stop looking without a word.
      LOG.atError().setCause(e).log("unexpected failure of a health check; report it");
    }
  }

  private void lookAtStore() {
    try {
      // Read, not only asked for: an answer without a body does not tell a missing bucket.
      var _ = store.find(MetadataPaths.timestamp(), MAX_TIMESTAMP_BYTES);
      storeCheck.ok();
    } catch (StoreException e) {
      storeCheck.waiting(String.valueOf(e.getMessage()));
    }
  }

  private void lookAtKafka() throws InterruptedException {
    try {
      brokers.requireAnswer();
      kafkaCheck.ok();
    } catch (ProgramException e) {
      kafkaCheck.waiting(String.valueOf(e.getMessage()));
    }
  }
}
