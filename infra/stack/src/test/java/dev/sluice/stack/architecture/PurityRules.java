package dev.sluice.stack.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What contracts and cores may not touch, so that time, chance and the world only reach them as
/// arguments.
final class PurityRules {
  /// Types that pure code may not mention at all, or packages of such types (with a trailing dot).
  private static final Set<String> TYPES =
      Set.of(
          "java.lang.Thread",
          "java.lang.ThreadLocal",
          "java.lang.System$Logger",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.Runtime",
          "java.util.Timer",
          "java.util.concurrent.Executors",
          "java.util.concurrent.ThreadPoolExecutor",
          "java.util.concurrent.ScheduledThreadPoolExecutor",
          "java.util.concurrent.ForkJoinPool",
          "java.util.concurrent.ThreadLocalRandom",
          "java.security.SecureRandom",
          "java.nio.file.Files",
          "java.io.File",
          "java.io.FileInputStream",
          "java.io.FileOutputStream",
          "java.io.FileReader",
          "java.io.FileWriter",
          "java.io.RandomAccessFile",
          "java.net.Socket",
          "java.net.ServerSocket",
          "java.net.DatagramSocket",
          "java.net.URL",
          "java.net.URLConnection",
          "java.net.HttpURLConnection",
          "java.net.InetAddress",
          "java.nio.channels.SocketChannel",
          "java.nio.channels.ServerSocketChannel",
          "java.net.http.",
          "java.util.logging.",
          "org.slf4j.");

  /// Methods, constructors and fields that pure code may not use, by owner.
  private static final Map<String, Set<String>> MEMBERS =
      Map.ofEntries(
          Map.entry(
              "java.lang.System",
              Set.of(
                  "currentTimeMillis",
                  "nanoTime",
                  "getenv",
                  "getProperty",
                  "getProperties",
                  "exit",
                  "out",
                  "err",
                  "in")),
          Map.entry("java.lang.Math", Set.of("random")),
          Map.entry("java.lang.StrictMath", Set.of("random")),
          Map.entry(
              "java.time.Clock",
              Set.of(
                  "system",
                  "systemUTC",
                  "systemDefaultZone",
                  "tickMillis",
                  "tickSeconds",
                  "tickMinutes")),
          Map.entry("java.time.InstantSource", Set.of("system")),
          Map.entry("java.time.ZoneId", Set.of("systemDefault")),
          Map.entry("java.util.UUID", Set.of("randomUUID")),
          Map.entry("java.util.random.RandomGenerator", Set.of("of", "getDefault")),
          Map.entry("java.nio.channels.FileChannel", Set.of("open")),
          Map.entry("java.util.Collection", Set.of("parallelStream")),
          Map.entry("java.util.stream.BaseStream", Set.of("parallel")));

  /// Types whose constructor without a seed pure code may not call.
  private static final Set<String> SEEDABLE =
      Set.of("java.util.Random", "java.util.SplittableRandom");

  private static final List<String> CHANGING_TYPES =
      List.of("java.util.concurrent.", "java.lang.StringBuilder");
  private static final Set<String> CHANGING_COLLECTIONS =
      Set.of(
          "java.util.ArrayList",
          "java.util.ArrayDeque",
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.LinkedHashMap",
          "java.util.LinkedHashSet",
          "java.util.TreeMap",
          "java.util.TreeSet",
          "java.util.BitSet");

  private PurityRules() {}

  /// No clock, thread, socket, file or log by type.
  static ArchRule noForbiddenTypes(DescribedPredicate<JavaClass> pure) {
    return noClasses()
        .that(pure)
        .should()
        .dependOnClassesThat(
            describe("are clocks, threads, sockets, files or logs", PurityRules::isForbidden))
        .because("time, chance and the world reach a core as arguments");
  }

  private static boolean isForbidden(JavaClass type) {
    var name = type.getBaseComponentType().getName();
    return TYPES.stream().anyMatch(t -> t.endsWith(".") ? name.startsWith(t) : name.equals(t));
  }

  /// No current time, environment or unseeded chance by call.
  static ArchRule noForbiddenCalls(DescribedPredicate<JavaClass> pure) {
    return noClasses()
        .that(pure)
        .should()
        .accessTargetWhere(
            describe(
                "it reads a clock, the environment or unseeded chance", PurityRules::isForbidden))
        .because("time, chance and the world reach a core as arguments");
  }

  private static boolean isForbidden(JavaAccess<?> access) {
    var target = access.getTarget();
    var owner = target.getOwner();
    return isForbiddenMember(owner, target.getName())
        || (owner.getPackageName().equals("java.time") && target.getName().equals("now"))
        || (SEEDABLE.contains(owner.getName()) && hasNoParameters(target))
        || (owner.getName().equals("java.util.concurrent.CompletableFuture")
            && isOnHiddenThreads(target))
        || (owner.getName().equals("java.util.Collections") && isUnseededShuffle(target));
  }

  private static boolean isForbiddenMember(JavaClass owner, String member) {
    return MEMBERS.entrySet().stream()
        .anyMatch(
            entry -> entry.getValue().contains(member) && owner.isAssignableTo(entry.getKey()));
  }

  private static boolean hasNoParameters(AccessTarget target) {
    return target instanceof AccessTarget.ConstructorCallTarget call
        && call.getRawParameterTypes().isEmpty();
  }

  /// Work may go to an executor that the caller brought, never to a pool that nobody sees.
  private static boolean isOnHiddenThreads(AccessTarget target) {
    return target instanceof AccessTarget.CodeUnitCallTarget call
        && call.getName().endsWith("Async")
        && call.getRawParameterTypes().stream()
            .noneMatch(type -> type.getName().equals("java.util.concurrent.Executor"));
  }

  private static boolean isUnseededShuffle(AccessTarget target) {
    return target instanceof AccessTarget.MethodCallTarget call
        && call.getName().equals("shuffle")
        && call.getRawParameterTypes().size() == 1;
  }

  /// No state that outlives a call and belongs to nobody.
  static ArchRule noStaticState(DescribedPredicate<JavaClass> pure) {
    return fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat(pure)
        .should(neverChange())
        .because("two tests in one process must not meet")
        .allowEmptyShould(true);
  }

  private static ArchCondition<JavaField> neverChange() {
    return new ArchCondition<>("never change") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        var type = field.getRawType().getName();
        boolean changes =
            !field.getModifiers().contains(JavaModifier.FINAL)
                || CHANGING_COLLECTIONS.contains(type)
                || CHANGING_TYPES.stream().anyMatch(type::startsWith);
        if (changes) {
          events.add(SimpleConditionEvent.violated(field, field.getDescription() + " can change"));
        }
      }
    };
  }
}
