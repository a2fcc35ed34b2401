package dev.sluice.tuf.metadata;

import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.fake.FakeKey;
import dev.sluice.tuf.json.GeneratedJson;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.key.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Generated documents of every role, with everything that the specification allows in them.
public final class GeneratedMetadata {
  private static final List<FakeKey> KEYS = Stream.of("a", "b", "c").map(FakeKey::of).toList();

  private GeneratedMetadata() {}

  /// A root with roles of its own beside the four.
  public static Root root(Seeded seed) {
    Map<String, RoleKeys> roles = new LinkedHashMap<>();
    for (String role : seed.shuffled(List.copyOf(Roles.TOP_LEVEL))) {
      roles.put(role, roleKeys(seed));
    }
    seed.list(2, s -> s.name(8)).forEach(role -> roles.putIfAbsent(role, roleKeys(seed)));
    return new Root(header(seed), seed.chance(0.5), keys(seed), roles, unrecognized(seed));
  }

  /// A timestamp, perhaps with a signing time.
  public static Timestamp timestamp(Seeded seed) {
    return seed.chance(0.5)
        ? Timestamp.signedAt(instant(seed), header(seed), metaFile(seed))
        : new Timestamp(header(seed), metaFile(seed), unrecognized(seed));
  }

  /// A snapshot of up to five files.
  public static Snapshot snapshot(Seeded seed) {
    Map<String, MetaFile> meta = new LinkedHashMap<>();
    seed.list(5, s -> s.text(12)).forEach(role -> meta.put(role, metaFile(seed)));
    return new Snapshot(header(seed), meta, unrecognized(seed));
  }

  /// Targets, with delegations of every kind.
  public static Targets targets(Seeded seed) {
    Map<String, TargetFile> targets = new LinkedHashMap<>();
    for (String path : seed.list(4, s -> "p/" + s.text(12))) {
      targets.put(
          path,
          new TargetFile(
              path,
              seed.length(Long.MAX_VALUE),
              digest(seed),
              GeneratedJson.object(seed, 2),
              otherHashes(seed)));
    }
    return new Targets(header(seed), targets, delegations(seed), unrecognized(seed));
  }

  /// An envelope of any of them, with signatures that nobody made and one of each key.
  public static Envelope envelope(Seeded seed, RoleMetadata document) {
    byte[] message = Envelope.signedBytes(document);
    List<Signature> signatures = new ArrayList<>();
    KEYS.forEach(key -> signatures.add(Signature.of(key.id(), key.sign(message))));
    signatures.add(new Signature("nobody", seed.text(10), unrecognized(seed)));
    return new Envelope(document.toJson(), seed.shuffled(signatures), unrecognized(seed));
  }

  private static Delegations delegations(Seeded seed) {
    return switch ((int) seed.between(0, 2)) {
      case 0 -> Delegations.NONE;
      case 1 ->
          new Delegations(
              keys(seed),
              List.of(delegatedRole(seed, "bins", succinct(seed), true)),
              unrecognized(seed));
      default -> {
        var names = new LinkedHashSet<>(seed.list(4, s -> "r" + s.text(8)));
        List<DelegatedRole> roles = new ArrayList<>();
        for (String name : names) {
          roles.add(delegatedRole(seed, name, paths(seed), seed.chance(0.5)));
        }
        yield new Delegations(keys(seed), roles, unrecognized(seed));
      }
    };
  }

  private static DelegatedRole delegatedRole(
      Seeded seed, String name, PathSelection paths, boolean terminating) {
    return new DelegatedRole(name, roleKeys(seed), terminating, paths, unrecognized(seed));
  }

  private static PathSelection succinct(Seeded seed) {
    return new PathSelection.SuccinctBins(
        (int) seed.between(1, PathSelection.SuccinctBins.MAX_BITS));
  }

  private static PathSelection paths(Seeded seed) {
    return seed.chance(0.5)
        ? new PathSelection.Patterns(seed.list(3, s -> s.text(10)))
        : new PathSelection.HashPrefixes(seed.list(3, s -> digest(s).hex().substring(0, 4)));
  }

  private static RoleKeys roleKeys(Seeded seed) {
    List<String> ids = new ArrayList<>(seed.shuffled(KEYS.stream().map(FakeKey::id).toList()));
    return new RoleKeys(ids.subList(0, seed.size(ids.size())), seed.between(1, 3));
  }

  private static Map<String, PublicKey> keys(Seeded seed) {
    Map<String, PublicKey> keys = new LinkedHashMap<>();
    for (FakeKey key : seed.shuffled(KEYS)) {
      keys.put(seed.chance(0.8) ? key.id() : seed.name(8), key.publicKey());
    }
    return keys;
  }

  private static MetaFile metaFile(Seeded seed) {
    var rest = JsonObject.builder();
    if (seed.chance(0.3)) {
      rest.put("length", seed.between(1, Long.MAX_VALUE));
    }
    if (seed.chance(0.3)) {
      rest.put("hashes", JsonObject.builder().put("sha256", digest(seed)).build());
    }
    return new MetaFile(seed.between(1, Long.MAX_VALUE), rest.putAll(unrecognized(seed)).build());
  }

  private static Header header(Seeded seed) {
    String specVersion = seed.pick(List.of("1.0.34", "1.0", "1.0.0", "1.31.2"));
    return new Header(specVersion, seed.between(1, Long.MAX_VALUE), instant(seed));
  }

  private static Instant instant(Seeded seed) {
    return Instant.ofEpochSecond(seed.between(0, 253_402_300_799L));
  }

  private static JsonObject unrecognized(Seeded seed) {
    return seed.chance(0.3)
        ? JsonObject.builder().put("x-" + seed.text(5), GeneratedJson.value(seed, 2)).build()
        : JsonObject.empty();
  }

  private static JsonObject otherHashes(Seeded seed) {
    var rest = JsonObject.builder().putAll(unrecognized(seed));
    if (seed.chance(0.3)) {
      rest.put("hashes", JsonObject.builder().put("sha512", seed.name(16)).build());
    }
    return rest.build();
  }

  private static Digest digest(Seeded seed) {
    return Digest.sha256(seed.bytes(8));
  }
}
