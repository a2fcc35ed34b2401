package dev.sluice.stack.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What keeps the simulation from rewriting what it is to prove: it drives the cores, gives
/// simulated
/// forms of their ports, and decides nothing that they decide.
///
/// @param production all shipped classes: what cores say, and of which parts they are made, is read
///     from them
/// @param simulation the root package of what is to keep the rules
record SimulationRules(Layout layout, JavaClasses production, String simulation) {
  /// The interfaces of cores that may have a simulated form: what a core asks of the world.
  static final Set<String> PORTS =
      Set.of(
          "dev.sluice.cache.fill.ArrivedBody",
          "dev.sluice.cache.holding.HeldSlice",
          "dev.sluice.cache.holding.Holdings",
          "dev.sluice.patch.inplace.Storage",
          "dev.sluice.repository.RoleSigner",
          "dev.sluice.rollout.device.PartitionStore",
          "dev.sluice.update.apply.PatchFiles");

  /// Test helpers of components that make no decision.
  static final Set<String> HELPERS =
      Set.of("dev.sluice.rollout.fake.PartitionInMemory", "dev.sluice.tuf.fake.FakeKey");

  /// Only ports have a simulated form.
  ArchRule portsOnly() {
    return simulated(
        "implement no interface of a core or contract but ports",
        type ->
            type.getAllRawInterfaces().stream()
                .filter(this::isPure)
                .filter(implemented -> !PORTS.contains(implemented.getName()))
                .map(implemented -> "implements " + implemented.getName() + ", which is no port"));
  }

  /// No type that bears the name of one that it may have been written after.
  ArchRule noTwins() {
    Set<String> names = new HashSet<>();
    pureClasses()
        .filter(JavaClass::isTopLevelClass)
        .forEach(type -> names.add(type.getSimpleName()));
    return simulated(
        "bear no name of a core's or contract's type",
        type ->
            type.isTopLevelClass()
                    && names.contains(type.getSimpleName())
                    && !type.getSimpleName().equals("package-info")
                ? Stream.of("bears the name of a type of a core or contract")
                : Stream.empty());
  }

  /// A test's double of a component is an understudy, too.
  ArchRule noDoubles() {
    return simulated(
        "use no test double of a core or contract",
        type ->
            type.getDirectDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType)
                .filter(this::isPure)
                .filter(used -> !production.contain(used.getName()))
                .filter(used -> !HELPERS.contains(outermostName(used)))
                .map(used -> "uses " + used.getName() + ", a double made for tests"));
  }

  List<ArchRule> all() {
    return List.of(portsOnly(), noTwins(), noDoubles());
  }

  private Stream<JavaClass> pureClasses() {
    return production.stream().filter(this::isPure);
  }

  private boolean isPure(JavaClass type) {
    return moduleOf(type).filter(module -> module.layer().isPure()).isPresent();
  }

  private Optional<Layout.Module> moduleOf(JavaClass type) {
    return layout.findByPackage(type.getPackageName());
  }

  private static String outermostName(JavaClass type) {
    String name = type.getName();
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  private ArchRule simulated(String rule, Finding finding) {
    return classes()
        .that()
        .resideInAPackage(simulation + "..")
        .should(
            new ArchCondition<>(rule) {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                finding
                    .in(type)
                    .distinct()
                    .forEach(
                        found ->
                            events.add(
                                SimpleConditionEvent.violated(type, type.getName() + " " + found)));
              }
            })
        .because("a simulation that rewrites the thing it proves proves the rewrite");
  }

  /// What a class does against a rule.
  @FunctionalInterface
  private interface Finding {
    Stream<String> in(JavaClass type);
  }
}
