/// One way to log: Logback, configured in code; text with key=value pairs, or one JSON object a
/// line.
///
/// [dev.sluice.program.log.LogSetup] is called once, by who owns the process. Everything else logs
/// through SLF4J. Programs and `infra` use it.
@NullMarked
package dev.sluice.program.log;

import org.jspecify.annotations.NullMarked;
