package dev.sluice.publisher.publication;

import dev.sluice.events.release.StartRequest;
import dev.sluice.publisher.catalogue.CounterRule;
import dev.sluice.publisher.catalogue.FloorRule;
import dev.sluice.release.Artifact;
import dev.sluice.release.Manifest;
import dev.sluice.release.ReleaseId;
import java.util.HashSet;
import java.util.List;

/// A release that is to be made of artifacts in the store.
///
/// @param release which release
/// @param artifacts its files, at least one, with distinct names
/// @param hardware names as [Manifest] allows, distinct; empty means any
/// @param floor which counter devices may not go below after it
/// @param counter which counter it may get
/// @param start how its rollout starts
/// @param policyVersion the policy version that its rollout waits for, or 0 for whatever applies
public record ReleaseOrder(
    ReleaseId release,
    List<Artifact> artifacts,
    List<String> hardware,
    FloorRule floor,
    CounterRule counter,
    StartRequest start,
    long policyVersion) {
  /// Checks the lists and copies them.
  ///
  /// @throws IllegalArgumentException saying what was expected and what came
  public ReleaseOrder {
    artifacts = List.copyOf(artifacts);
    hardware = List.copyOf(hardware);
    require(
        !artifacts.isEmpty() && artifacts.size() <= Manifest.MAX_ARTIFACTS,
        "expected 1 to " + Manifest.MAX_ARTIFACTS + " artifacts, got " + artifacts.size());
    require(
        new HashSet<>(artifacts.stream().map(Artifact::name).toList()).size() == artifacts.size(),
        "expected artifacts with distinct names");
    require(
        artifacts.size() == 1 || artifacts.stream().noneMatch(a -> a.installer().isDocument()),
        "expected a configuration or a set of flags to be the only artifact of its release, got "
            + artifacts.size());
    for (String name : hardware) {
      require(
          Manifest.isHardwareName(name),
          "expected " + Manifest.HARDWARE_SYNTAX + ", got \"" + name + "\"");
    }
    require(
        new HashSet<>(hardware).size() == hardware.size()
            && hardware.size() <= Manifest.MAX_HARDWARE,
        "expected at most " + Manifest.MAX_HARDWARE + " hardware names, each once");
    require(policyVersion >= 0, "expected a policy version of 0 or more, got " + policyVersion);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
