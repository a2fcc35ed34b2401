/// How a program or command ends when it does not end well: one line for a person and an exit code.
///
/// [dev.sluice.program.exit.ProgramException] is the root; its cases say by their type what went
/// wrong. Refuses to hold
/// anything but a line: who needs more throws a type of its own and turns it into one of these at
/// the edge. Shells and
/// bindings use it.
@NullMarked
package dev.sluice.program.exit;

import org.jspecify.annotations.NullMarked;
