package dev.sluice.events.rings;

import dev.sluice.events.maintenance.InstallTimes;
import dev.sluice.release.Members;
import dev.sluice.release.NameSyntax;
import dev.sluice.release.flags.FlagName;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// One ring with its standing desired state.
///
/// @param name as [#NAME_SYNTAX] says, unique in its document
/// @param selector which devices it takes
/// @param current what every device of the ring should run
/// @param next what the ring is moving to during a rollout
/// @param install when its devices may switch, to whichever release
/// @param flagsOff flags that are off for its devices, whatever a release says, at most
///     [#MAX_FLAGS_OFF]; only a product that is a set of flags has any
public record Ring(
    String name,
    Selector selector,
    Current current,
    Next next,
    InstallTimes install,
    SortedSet<FlagName> flagsOff) {
  /// Most flags that are off in a ring: few enough for a person to know why each is. What stays off
  /// for good belongs into a release.
  public static final int MAX_FLAGS_OFF = 20;

  /// What a ring's name may be, in words, for messages. It is part of MQTT topics.
  public static final String NAME_SYNTAX =
      "a ring name (1 to 63 of a-z, 0-9 and -, not starting with -)";

  private static final String FLAGS_OFF = "flagsOff";
  private static final NameSyntax NAMES = NameSyntax.ofLowerCase("-", 63);
  private static final Set<String> MEMBERS =
      Set.of("name", "selector", "current", "restoredBy", "next", "install", FLAGS_OFF);

  /// Checks the name and the number of flags, and copies.
  public Ring {
    flagsOff = Collections.unmodifiableSortedSet(new TreeSet<>(flagsOff));
    if (flagsOff.size() > MAX_FLAGS_OFF) {
      throw new IllegalArgumentException(
          "expected at most %d flags off, got %d".formatted(MAX_FLAGS_OFF, flagsOff.size()));
    }
    if (!isName(name)) {
      throw new IllegalArgumentException("expected " + NAME_SYNTAX + ", got \"" + name + "\"");
    }
  }

  /// A ring in which no flag is off.
  public Ring(String name, Selector selector, Current current, Next next, InstallTimes install) {
    this(name, selector, current, next, install, Collections.emptySortedSet());
  }

  /// A ring whose devices may switch at any time.
  public Ring(String name, Selector selector, Current current, Next next) {
    this(name, selector, current, next, new InstallTimes.Anytime());
  }

  /// A ring that has never had a release.
  public static Ring of(String name, Selector selector) {
    return new Ring(name, selector, new Current.None(), new Next.None());
  }

  /// Whether the text may name a ring.
  public static boolean isName(String text) {
    return NAMES.matches(text);
  }

  /// The current release, if there is one.
  public Optional<ReleaseRef> findCurrent() {
    return current.findRelease();
  }

  /// The rollout by which the ring went back to its current release, if it did.
  public Optional<RolloutId> findRestoredBy() {
    return switch (current) {
      case Current.Restored(_, var by) -> Optional.of(by);
      case ReleaseRef _, Current.None _ -> Optional.empty();
    };
  }

  /// The release under rollout, if there is one.
  public Optional<NextRelease> findNext() {
    return switch (next) {
      case NextRelease release -> Optional.of(release);
      case Next.None _ -> Optional.empty();
    };
  }

  /// The same ring with another current release.
  public Ring withCurrent(Current newCurrent) {
    return new Ring(name, selector, newCurrent, next, install, flagsOff);
  }

  /// The same ring moving to another release, or to none.
  public Ring withNext(Next newNext) {
    return new Ring(name, selector, current, newNext, install, flagsOff);
  }

  /// The same ring with other flags off.
  public Ring withFlagsOff(SortedSet<FlagName> newFlagsOff) {
    return new Ring(name, selector, current, next, install, newFlagsOff);
  }

  JsonObject toJson() {
    var json = JsonObject.builder().put("name", name).put("selector", selector.toJson());
    findCurrent().ifPresent(release -> json.put("current", release.toJson()));
    findRestoredBy().ifPresent(rollout -> json.put("restoredBy", rollout.toString()));
    findNext().ifPresent(release -> json.put("next", release.toJson()));
    install.findJson().ifPresent(times -> json.put("install", times));
    if (!flagsOff.isEmpty()) {
      json.put(FLAGS_OFF, JsonArray.ofStrings(flagsOff.stream().map(FlagName::value).toList()));
    }
    return json.build();
  }

  static Ring fromJson(JsonObject object) throws MalformedJsonException {
    object.rejectUnknown(MEMBERS);
    Optional<JsonObject> current = object.findObject("current");
    if (current.isEmpty() && object.has("restoredBy")) {
      throw object.malformed("restoredBy", "a current release with it");
    }
    Optional<JsonObject> next = object.findObject("next");
    return new Ring(
        Members.require(object, "name", NAME_SYNTAX, Ring::isName, name -> name),
        Selector.fromJson(object.requireObject("selector")),
        current.isPresent() ? current(object, current.get()) : new Current.None(),
        next.isPresent() ? NextRelease.fromJson(next.get()) : new Next.None(),
        InstallTimes.fromJson(object, "install"),
        flagsOff(object));
  }

  private static SortedSet<FlagName> flagsOff(JsonObject ring) throws MalformedJsonException {
    if (!ring.has(FLAGS_OFF)) {
      return Collections.emptySortedSet();
    }
    SortedSet<FlagName> flags =
        new TreeSet<>(
            Members.requireDistinct(
                ring, FLAGS_OFF, FlagName.SYNTAX, MAX_FLAGS_OFF, FlagName::isValid, FlagName::new));
    if (flags.isEmpty()) {
      throw ring.malformed(FLAGS_OFF, "a flag, or no such member");
    }
    return flags;
  }

  private static Current current(JsonObject ring, JsonObject current)
      throws MalformedJsonException {
    ReleaseRef release = ReleaseRef.fromJson(current);
    if (!ring.has("restoredBy")) {
      return release;
    }
    RolloutId by =
        Members.require(ring, "restoredBy", RolloutId.SYNTAX, RolloutId::isValid, RolloutId::parse);
    if (!by.product().equals(release.release().product())) {
      throw ring.malformed("restoredBy", "a rollout of " + release.release().product());
    }
    return new Current.Restored(release, by);
  }
}
