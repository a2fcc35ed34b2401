package dev.sluice.stack.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.sluice.events.Event;

/// Who may use whom, between modules and between the packages of one.
final class LayerRules {
  private LayerRules() {}

  /// Classes use only those of modules that their own module may use.
  static ArchRule layers(Layout layout) {
    return classes().should(useOnlyWhatTheyMay(layout));
  }

  private static ArchCondition<JavaClass> useOnlyWhatTheyMay(Layout layout) {
    return new ArchCondition<>("use only modules that theirs may use") {
      @Override
      public void check(JavaClass user, ConditionEvents events) {
        var from = layout.findByPackage(user.getPackageName());
        if (from.isEmpty()) {
          events.add(
              SimpleConditionEvent.violated(user, user.getName() + " is in no module's package"));
          return;
        }
        for (var dependency : user.getDirectDependenciesFromSelf()) {
          layout
              .findByPackage(dependency.getTargetClass().getPackageName())
              .filter(to -> !layout.mayUse(from.get(), to))
              .ifPresent(
                  to ->
                      events.add(
                          SimpleConditionEvent.violated(
                              user,
                              from.get().path()
                                  + " may not use "
                                  + to.path()
                                  + ": "
                                  + dependency.getDescription())));
        }
      }
    };
  }

  /// The packages of one module do not depend on each other in circles. A sealed type names its
  /// subtypes, so that the package of [Event], which is sealed over the topics, is left out.
  static ArchRule noCycles(Layout.Module module) {
    return slices()
        .assignedFrom(new PackagesOf(module))
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true);
  }

  private record PackagesOf(Layout.Module module) implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      var name = javaClass.getPackageName();
      return module.owns(name) && !name.equals(Event.class.getPackageName())
          ? SliceIdentifier.of(name)
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages of " + module.path();
    }
  }

  /// The classes of contracts and cores.
  static DescribedPredicate<JavaClass> pureCode(Layout layout) {
    return DescribedPredicate.describe(
        "contracts and cores",
        javaClass ->
            layout
                .findByPackage(javaClass.getPackageName())
                .filter(m -> m.layer().isPure())
                .isPresent());
  }
}
