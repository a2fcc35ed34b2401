package dev.sluice.testkit;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/// Which seeds a run uses: fixed ones on every build, one that is repeated, or fresh ones.
///
/// The system property `sluice.seed` decides. Absent: the seeds follow from the check's name, so a
/// build today and one tomorrow test the same. A number repeats that seed alone; `N@S` repeats it
/// with sizes cut to S percent, as a failure prints it. `fresh` draws new seeds.
public final class Seeds {
  /// The system property that chooses the seeds.
  public static final String PROPERTY = "sluice.seed";

  /// The system property that replaces the number of trials of every check, for long nightly runs.
  public static final String RUNS_PROPERTY = "sluice.runs";

  private static final String FRESH = "fresh";

  private Seeds() {}

  /// The seeds of a run of `runs` trials of the named check; one if a seed is to be repeated.
  public static List<Seeded> of(String name, int runs) {
    return of(
        name,
        Integer.getInteger(RUNS_PROPERTY, runs),
        Optional.ofNullable(System.getProperty(PROPERTY)));
  }

  static List<Seeded> of(String name, int runs, Optional<String> wanted) {
    if (wanted.isEmpty()) {
      return draw(name.hashCode(), runs);
    }
    if (wanted.get().equals(FRESH)) {
      return draw(new SplittableRandom().nextLong(), runs);
    }
    return List.of(parse(wanted.get()));
  }

  private static List<Seeded> draw(long base, int runs) {
    var random = new SplittableRandom(base);
    return LongStream.generate(random::nextLong).limit(runs).mapToObj(Seeded::new).toList();
  }

  private static Seeded parse(String text) {
    var at = text.indexOf('@');
    try {
      return at < 0
          ? new Seeded(Long.parseLong(text))
          : new Seeded(
              Long.parseLong(text.substring(0, at)), Integer.parseInt(text.substring(at + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "-D"
              + PROPERTY
              + " must be a number, a number and a scale (12@5), or "
              + FRESH
              + "; got "
              + text,
          e);
    }
  }

  static String format(long seed, int scale) {
    return scale == Seeded.FULL_SCALE ? Long.toString(seed) : seed + "@" + scale;
  }

  /// The command that repeats one trial of the test that calls this, from the project's folder.
  ///
  /// It builds what the module needs, which nothing may have installed. The module and the test are
  /// read from the running build and the call stack.
  public static String commandFor(Seeded seeded) {
    var test =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .map(StackWalker.StackFrame::getClassName)
                        .filter(Seeds::isTest)
                        .findFirst());
    return "mvn test"
        + module().map(path -> " -pl " + path + " -am").orElse("")
        + test.map(name -> " -Dtest=" + name.replaceFirst("\\$.*", "")).orElse("")
        + " -Dsurefire.failIfNoSpecifiedTests=false"
        + " -D"
        + PROPERTY
        + "="
        + Seeds.format(seeded.seed(), seeded.scale());
  }

  private static boolean isTest(String className) {
    return className.replaceFirst("\\$.*", "").endsWith("Test");
  }

  /// Surefire names the module's folder; modules stand two levels below the top.
  private static Optional<String> module() {
    return Optional.ofNullable(System.getProperty("basedir"))
        .map(folder -> folder.split("/", -1))
        .filter(parts -> parts.length >= 2)
        .map(parts -> parts[parts.length - 2] + "/" + parts[parts.length - 1]);
  }
}
