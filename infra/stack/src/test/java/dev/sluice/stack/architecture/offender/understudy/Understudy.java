package dev.sluice.stack.architecture.offender.understudy;

import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.RingsRefused;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.repository.change.Changes;
import dev.sluice.repository.change.Proposal;
import dev.sluice.tuf.fake.FakeRepository;
import dev.sluice.tuf.metadata.Roles;

/// A signer that was written again for a simulation: it decides by itself what is signed. Never
/// run.
record Understudy(FakeRepository repository) implements Proposal {
  @Override
  public Changes changes() {
    return new Changes();
  }

  SigningEvent sign(RingsPlanned planned, long last) {
    if (planned.sequence() <= last) {
      return new RingsRefused(planned.product(), planned.sequence(), last);
    }
    var versions =
        new MetadataVersions(
            repository.version(Roles.TIMESTAMP), repository.version(Roles.SNAPSHOT));
    return new RingsSigned(
        planned.product(), planned.sequence(), planned.document().digest(), versions);
  }
}
