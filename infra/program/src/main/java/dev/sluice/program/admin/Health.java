package dev.sluice.program.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/// What a program says of its readiness: named checks, each fine or with a reason. Safe for many
/// threads.
public final class Health {
  private final Map<String, Supplier<Optional<String>>> checks = new ConcurrentSkipListMap<>();
  private final Map<String, Supplier<String>> notes = new ConcurrentSkipListMap<>();

  /// A check that its owner sets. It begins as waiting, with the reason "starting".
  public Check add(String name) {
    var check = new Check();
    add(name, check::problem);
    return check;
  }

  /// A check that is asked each time.
  ///
  /// @param problem the reason why this is not ready; empty when it is. Quick, never blocking
  public void add(String name, Supplier<Optional<String>> problem) {
    if (checks.putIfAbsent(name, problem) != null) {
      throw new IllegalStateException("a check is registered once, twice came " + name);
    }
  }

  /// Something worth knowing that makes nothing unready; the page of readiness shows it.
  ///
  /// @param text asked each time. Quick, never blocking
  public void note(String name, Supplier<String> text) {
    notes.put(name, text);
  }

  /// Every note as it stands now, by name.
  public Map<String, String> notes() {
    var now = new TreeMap<String, String>();
    notes.forEach((name, text) -> now.put(name, text.get()));
    return now;
  }

  /// Takes a check away: what it spoke of is gone. Absent is fine.
  public void remove(String name) {
    checks.remove(name);
  }

  /// Every check as it stands now, by name.
  public List<State> states() {
    var states = new ArrayList<State>();
    checks.forEach((name, problem) -> states.add(new State(name, ask(problem))));
    return List.copyOf(states);
  }

  private static Optional<String> ask(Supplier<Optional<String>> problem) {
    try {
      return problem.get();
    } catch (RuntimeException e) {
      return Optional.of("the check itself failed: " + e);
    }
  }

  /// One check.
  ///
  /// @param problem empty when fine
  public record State(String name, Optional<String> problem) {}

  /// A check whose owner says how it is.
  public static final class Check {
    private volatile Optional<String> problem = Optional.of("starting");

    private Check() {}

    /// All is well.
    public void ok() {
      problem = Optional.empty();
    }

    /// Not ready yet, or not at the moment: it will pass.
    public void waiting(String reason) {
      problem = Optional.of(reason);
    }

    /// Not ready, and a person must act.
    public void failed(String reason) {
      problem = Optional.of(reason);
    }

    private Optional<String> problem() {
      return problem;
    }
  }
}
