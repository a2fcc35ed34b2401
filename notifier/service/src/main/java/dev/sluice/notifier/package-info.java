/// The notifier: the program that takes releases through the rings, and what it consists of.
///
/// Main types: [dev.sluice.notifier.NotifierProgram], which puts the parts together as configured,
/// and [dev.sluice.notifier.Notifier], the running topology. It refuses to decide anything: the
/// rules are in `notifier/rollout`. Launchers and `infra` may depend on it.
@NullMarked
package dev.sluice.notifier;

import org.jspecify.annotations.NullMarked;
