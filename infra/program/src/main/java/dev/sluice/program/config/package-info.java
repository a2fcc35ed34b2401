/// Configuration: a record per program, filled from YAML, environment and flags, of which later
/// ones win.
///
/// [dev.sluice.program.config.Configuration] loads, explains and describes a program's record;
/// [dev.sluice.program.config.Documents] reads one YAML
/// document by the same rules. Every mistake is found before anything starts. Refuses unknown and
/// double keys, and secrets in plain YAML. Shells and
/// bindings use it, and annotate their records with its annotations.
@NullMarked
package dev.sluice.program.config;

import org.jspecify.annotations.NullMarked;
