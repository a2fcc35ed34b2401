/// The pipeline as an operator runs it: programs, servers and devices in containers, made from what
/// this machine has.
///
/// The main type is [dev.sluice.stack.cluster.ClusterIT]. It runs under the Maven profile
/// `docker`, and only where a Docker engine answers; nothing depends on it.
@NullMarked
package dev.sluice.stack.cluster;

import org.jspecify.annotations.NullMarked;
