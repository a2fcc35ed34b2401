package dev.sluice.repository.plan;

import dev.sluice.events.ByteString;
import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.TracedEvent;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.release.ArtifactEvent;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.DeltasBuilt;
import dev.sluice.events.release.DeltasSigned;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.ReleaseWithdrawn;
import dev.sluice.events.release.WithdrawalOrdered;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.RingsRefused;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.release.Manifest;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.repository.change.Changes;
import dev.sluice.repository.change.Proposal;
import dev.sluice.repository.role.ProductRoles;
import dev.sluice.repository.state.Repository;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.metadata.MetadataPaths;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What events ask of the repository, and what to answer once it is so.
///
/// | event | repository before | change | answer |
/// |---|---|---|---|
/// | artifact.published | some targets are new | product role vouches for them | release.signed |
/// | | all are there | none | release.signed |
/// | | a path stands for other bytes | none | a dead letter |
/// | | the role has no room for more | none | a dead letter |
/// | | the release was withdrawn | none | a dead letter |
/// | deltas.built | a descriptor is new or another | deltas role vouches for it | deltas.signed |
/// | | all are there | none | deltas.signed |
/// | | the role has no room for more | none | a dead letter |
/// | | the release was withdrawn | none | none |
/// | withdrawal.ordered | the release is there | it and its patches go | release.withdrawn |
/// | | it was withdrawn before | none | release.withdrawn |
/// | | it never was there | none | a dead letter |
/// | rings.planned | sequence is above the last | rings role vouches for it | rings.signed |
/// | | the very same document | none | rings.signed |
/// | | any other | none | rings.refused |
///
/// A product that has no roles yet gets them with its first event.
public final class SigningPlan implements Proposal {
  private final Repository before;
  private final RoleRoom room;
  private final Changes changes = new Changes();
  private final Map<String, ByteString> objects = new LinkedHashMap<>();
  private final Map<String, TargetFile> required = new LinkedHashMap<>();
  private final List<Function<MetadataVersions, TracedEvent>> answers = new ArrayList<>();
  private int refusals;

  private SigningPlan(Repository before) {
    this.before = before;
    this.room = new RoleRoom(before);
  }

  /// Plans events of topic `artifacts` in order against one state.
  public static SigningPlan ofArtifacts(
      Repository before, List<StampedEvent<ArtifactEvent>> events) {
    var plan = new SigningPlan(before);
    for (StampedEvent<ArtifactEvent> stamped : events) {
      switch (stamped.event()) {
        case ArtifactPublished published -> plan.add(published, stamped);
        case DeltasBuilt built -> plan.add(built, stamped);
        case WithdrawalOrdered ordered -> plan.add(ordered, stamped);
      }
    }
    return plan;
  }

  /// Plans events of topic `signing` in order against one state.
  public static SigningPlan ofRings(Repository before, List<StampedEvent<SigningEvent>> events) {
    var plan = new SigningPlan(before);
    for (StampedEvent<SigningEvent> stamped : events) {
      switch (stamped.event()) {
        case RingsPlanned planned -> plan.add(planned, stamped);
        case RingsSigned _, RingsRefused _ -> {
          // Our own answers, which share the topic with what asks for them.
        }
      }
    }
    return plan;
  }

  @Override
  public Changes changes() {
    return changes;
  }

  @Override
  public Map<String, ByteString> objects() {
    return objects;
  }

  @Override
  public List<TargetFile> required() {
    return List.copyOf(required.values());
  }

  /// What to send once metadata of these versions is in the store, in the order of the events.
  public List<TracedEvent> answers(MetadataVersions versions) {
    return answers.stream().map(answer -> answer.apply(versions)).toList();
  }

  private void add(ArtifactPublished published, StampedEvent<?> stamped) {
    String role = ProductRoles.product(published.release().product());
    List<TargetFile> targets = new ArrayList<>(published.artifacts());
    targets.add(published.manifest());
    if (isWithdrawn(published.release())) {
      refuse(
          stamped,
          published.release() + ": expected a release that was not withdrawn, got one that was");
      return;
    }
    Optional<TargetFile> conflict =
        targets.stream().filter(target -> isOther(role, target)).findFirst();
    if (conflict.isPresent()) {
      refuse(stamped, conflict(role, conflict.get()));
      return;
    }
    if (!hasRoom(published.release().product(), role, targets, stamped)) {
      return;
    }
    vouchForUploads(published.release().product(), role, targets);
    answer(
        stamped,
        versions ->
            new ReleaseSigned(
                published.release(),
                published.counter(),
                published.rollbackFloor(),
                published.manifest().sha256(),
                versions,
                published.start(),
                published.policyVersion()));
  }

  private void add(DeltasBuilt built, StampedEvent<?> stamped) {
    ProductName product = built.release().product();
    if (isWithdrawn(built.release())) {
      // The patches were being built when the order came; they lead to nothing any more.
      return;
    }
    String role = ProductRoles.deltas(product);
    if (!hasRoom(product, role, built.descriptors(), stamped)) {
      return;
    }
    vouchForUploads(product, role, built.descriptors());
    answer(
        stamped,
        versions ->
            new DeltasSigned(
                built.release(),
                built.counter(),
                built.descriptors().size(),
                built.complete(),
                versions));
  }

  private void add(WithdrawalOrdered ordered, StampedEvent<?> stamped) {
    ReleaseId release = ordered.release();
    Function<MetadataVersions, Event> withdrawn =
        _ -> new ReleaseWithdrawn(release, ordered.counter(), ordered.reason());
    if (isWithdrawn(release)) {
      answer(stamped, withdrawn);
      return;
    }
    if (find(ProductRoles.product(release.product()), Manifest.path(release)).isEmpty()) {
      refuse(stamped, release + ": expected a release that is signed, got none of that name");
      return;
    }
    withdraw(release);
    changes.withdraw(release, ordered.counter());
    answer(stamped, withdrawn);
  }

  /// A release's targets stand in a directory of its own. An artifact's bytes may stand in another
  /// release as well, and then the patches that lead to them are still of use.
  private void withdraw(ReleaseId release) {
    String role = ProductRoles.product(release.product());
    String manifest = Manifest.path(release);
    String directory = manifest.substring(0, manifest.lastIndexOf('/') + 1);
    Set<Digest> gone = new LinkedHashSet<>();
    Set<Digest> live = new HashSet<>();
    changes
        .targetsOf(before, role)
        .forEach(
            (path, target) -> {
              if (path.startsWith(directory)) {
                changes.remove(role, path);
                required.remove(path);
                gone.add(target.sha256());
              } else {
                live.add(target.sha256());
              }
            });
    gone.removeAll(live);
    String deltas = ProductRoles.deltas(release.product());
    for (String path : changes.targetsOf(before, deltas).keySet()) {
      if (gone.stream().anyMatch(result -> path.contains("/" + result.hex() + "/"))) {
        changes.remove(deltas, path);
        required.remove(path);
      }
    }
  }

  private boolean isWithdrawn(ReleaseId release) {
    return changes.findWithdrawn(before, release).isPresent();
  }

  private void add(RingsPlanned planned, StampedEvent<?> stamped) {
    ProductName product = planned.product();
    String role = ProductRoles.rings(product);
    Optional<TargetFile> last = find(role, planned.document().path());
    switch (SequenceRule.judge(planned.document(), last)) {
      case SequenceRule.Verdict.Refuse(var lastSequence) ->
          answer(stamped, _ -> new RingsRefused(product, planned.sequence(), lastSequence));
      case SequenceRule.Verdict.Signed(var document) ->
          answer(
              stamped,
              versions -> new RingsSigned(product, planned.sequence(), document, versions));
      case SequenceRule.Verdict.Sign(var target, var content) -> {
        objects.put(MetadataPaths.target(target.path(), target.sha256()), content);
        vouch(product, role, List.of(target));
        answer(
            stamped,
            versions -> new RingsSigned(product, planned.sequence(), target.sha256(), versions));
      }
    }
  }

  private void answer(StampedEvent<?> asked, Function<MetadataVersions, Event> answer) {
    answers.add(versions -> asked.answer(answer.apply(versions)));
  }

  /// Vouches for what the publisher has put into the store.
  private void vouchForUploads(ProductName product, String role, List<TargetFile> targets) {
    targets.stream()
        .filter(target -> !find(role, target.path()).equals(Optional.of(target)))
        .forEach(target -> required.put(target.path(), target));
    vouch(product, role, targets);
  }

  private void vouch(ProductName product, String role, List<TargetFile> targets) {
    if (!before.hasRole(role)) {
      changes.addProduct(product);
    }
    for (TargetFile target : targets) {
      if (!find(role, target.path()).equals(Optional.of(target))) {
        changes.put(role, target);
      }
    }
  }

  private boolean hasRoom(
      ProductName product, String role, List<TargetFile> targets, StampedEvent<?> stamped) {
    List<TargetFile> added =
        targets.stream()
            .filter(target -> !find(role, target.path()).equals(Optional.of(target)))
            .toList();
    Optional<String> full = added.isEmpty() ? Optional.empty() : room.take(product, role, added);
    full.ifPresent(reason -> refuse(stamped, reason));
    return full.isEmpty();
  }

  private boolean isOther(String role, TargetFile target) {
    Optional<TargetFile> present = find(role, target.path());
    return present.isPresent() && !present.get().equals(target);
  }

  private Optional<TargetFile> find(String role, String path) {
    return changes.findTarget(before, role, path);
  }

  private String conflict(String role, TargetFile target) {
    String present = find(role, target.path()).map(t -> t.sha256().prefix()).orElse("nothing");
    return "%s: expected the target that %s vouches for already, sha256 %s, got %s"
        .formatted(target.path(), role, present, target.sha256().prefix());
  }

  private void refuse(StampedEvent<?> stamped, String reason) {
    refusals++;
    answer(stamped, _ -> DeadLetter.about(stamped, reason, "signer"));
  }

  /// How many of the events are refused.
  public int refusals() {
    return refusals;
  }
}
