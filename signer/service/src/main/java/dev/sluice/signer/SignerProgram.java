package dev.sluice.signer;

import dev.sluice.program.Program;
import dev.sluice.program.Surroundings;

/// The program `signer`.
///
/// It serves health and metrics only: keys are managed on its own machine, with `sluice keys`.
public final class SignerProgram implements Program<SignerConfig> {
  @Override
  public String name() {
    return "signer";
  }

  @Override
  public Class<SignerConfig> configuration() {
    return SignerConfig.class;
  }

  @Override
  public Signer start(SignerConfig config, Surroundings surroundings) throws InterruptedException {
    return Signer.start(config, surroundings);
  }
}
