package dev.sluice.simulation.stamp;

import dev.sluice.events.rings.FloorReleases;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.repository.state.Repository;
import dev.sluice.simulation.world.Sabotage;
import dev.sluice.simulation.world.World;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.TargetFile;
import dev.sluice.tuf.metadata.Targets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The rules that a sabotaged signer breaks: what it is asked to sign, and what it remembers, are
/// changed on their way into the core.
///
/// @param world says which rule is broken
record PlantedBugs(World world) {
  private static final String RINGS = "rings.";
  private static final String SLUICE = "sluice";
  private static final String SEQUENCE = "sequence";

  /// What the signer understands of an event.
  SigningEvent changed(SigningEvent event) {
    if (!(event instanceof RingsPlanned planned)) {
      return event;
    }
    RingsDocument document = planned.document();
    if (world.isSabotaged(Sabotage.IGNORED_HALT)) {
      return RingsPlanned.of(withoutHalts(document));
    }
    return world.isSabotaged(Sabotage.IGNORED_FLOORS)
        ? RingsPlanned.of(document.withFloors(FloorReleases.NONE))
        : event;
  }

  private static RingsDocument withoutHalts(RingsDocument document) {
    return new RingsDocument(
        document.product(),
        document.sequence(),
        document.rings().stream().map(PlantedBugs::withoutHalt).toList(),
        document.safeguards(),
        document.floors());
  }

  private static Ring withoutHalt(Ring ring) {
    return ring.findNext()
        .map(
            next ->
                ring.withNext(
                    new NextRelease(
                        next.release(),
                        next.rollout(),
                        next.sharePpm(),
                        next.windowStart(),
                        next.window(),
                        NextState.ADMITTING,
                        next.orderedRollback())))
        .orElse(ring);
  }

  /// What the signer remembers of the repository: one that forgets the last sequence takes it for
  /// the one before.
  Repository remembered(Repository before) {
    if (!world.isSabotaged(Sabotage.FORGOTTEN_SEQUENCE)) {
      return before;
    }
    Map<String, Targets> delegated = new LinkedHashMap<>(before.delegated());
    delegated.replaceAll(
        (role, document) -> role.startsWith(RINGS) ? forgotten(document) : document);
    return new Repository(
        before.root(), before.targets(), delegated, before.snapshot(), before.timestamp());
  }

  private static Targets forgotten(Targets document) {
    Map<String, TargetFile> targets = new LinkedHashMap<>(document.targets());
    targets.replaceAll((_, target) -> forgotten(target));
    return new Targets(document.header(), targets, document.delegations(), document.unrecognized());
  }

  private static TargetFile forgotten(TargetFile target) {
    try {
      long sequence = target.custom().requireObject(SLUICE).requireLong(SEQUENCE);
      var before = JsonObject.builder().put(SEQUENCE, sequence - 1).build();
      return new TargetFile(
          target.path(),
          target.lengthBytes(),
          target.sha256(),
          JsonObject.builder().put(SLUICE, before).build());
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("a rings target must carry its sequence", e);
    }
  }
}
