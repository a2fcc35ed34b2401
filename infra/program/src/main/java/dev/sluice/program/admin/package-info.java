/// Lets others watch a program: health, readiness and metrics over HTTP.
///
/// [dev.sluice.program.admin.AdminServer] serves what a program registers with
/// [dev.sluice.program.admin.Health] and its meter
/// registry. It only tells; it changes nothing. Shells and bindings register; who runs a program
/// opens the server.
@NullMarked
package dev.sluice.program.admin;

import org.jspecify.annotations.NullMarked;
