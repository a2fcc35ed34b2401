/// TLS material as files in PEM, the same section wherever a client or server speaks TLS.
///
/// [dev.sluice.program.tls.Tls] makes the JDK's context of it. It never turns the check of
/// certificates off. Shells and bindings use it.
@NullMarked
package dev.sluice.program.tls;

import org.jspecify.annotations.NullMarked;
