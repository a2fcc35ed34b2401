package dev.sluice.stack.architecture;

import java.util.Set;
import java.util.TreeSet;

/// The simple names of the types that pages may speak of: those we declare, and those that our code
/// uses.
record KnownTypes(Set<String> names) {
  static KnownTypes of(Sources sources) {
    var names = new TreeSet<>(sources.declaredTypes());
    for (var ours : OurClasses.production()) {
      for (var dependency : ours.getDirectDependenciesFromSelf()) {
        names.add(dependency.getTargetClass().getSimpleName());
      }
    }
    return new KnownTypes(names);
  }

  /// Those of the given names that nothing bears.
  Set<String> missing(Set<String> wanted) {
    var missing = new TreeSet<>(wanted);
    missing.removeAll(names);
    return missing;
  }
}
