/// All cores of Sluice in one thread, under one seed, in virtual time.
///
/// The main type is [dev.sluice.simulation.Simulation]: it builds the servers, two tiers of edge
/// nodes and a fleet, lets releases travel while everything goes wrong that may, and checks the
/// [dev.sluice.simulation.Invariants] after every step. It refuses real time, threads and unseeded
/// chance, so that a seed is a whole history. Nothing but its own tests depends on it.
@NullMarked
package dev.sluice.simulation;

import org.jspecify.annotations.NullMarked;
