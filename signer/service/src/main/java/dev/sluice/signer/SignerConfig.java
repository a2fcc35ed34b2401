package dev.sluice.signer;

import dev.sluice.kafka.KafkaConnection;
import dev.sluice.signer.repository.Lifetimes;
import dev.sluice.store.ObjectStoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/// What a signer needs to know.
///
/// @param kafka where events come from and go to
/// @param store where metadata stands
/// @param keysDirectory where the keys are, made on first start; mode 0700
/// @param lifetimes how long documents live
/// @param clock tells the time
public record SignerConfig(
    KafkaConnection kafka,
    ObjectStoreConfig store,
    Path keysDirectory,
    Lifetimes lifetimes,
    InstantSource clock) {
  /// A signer with the lifetimes of DESIGN section 6.
  public SignerConfig(
      KafkaConnection kafka, ObjectStoreConfig store, Path keysDirectory, InstantSource clock) {
    this(kafka, store, keysDirectory, Lifetimes.DEFAULT, clock);
  }

  /// Reads a configuration file in YAML; relative paths are relative to it.
  ///
  /// @throws IOException if it cannot be read, or with all its mistakes in one message
  public static SignerConfig load(Path file, InstantSource clock) throws IOException {
    return SignerConfigLoader.load(file, clock);
  }
}
