package dev.sluice.console;

import dev.sluice.api.stream.EventFeed;
import dev.sluice.api.token.Tokens;
import dev.sluice.console.release.ReleaseTable;
import java.time.InstantSource;

/// What the console asks and orders through.
///
/// @param rollouts as they are
/// @param devices as they are
/// @param distribution where bytes came from
/// @param policies as they are
/// @param audit who did what
/// @param letters what could not be handled
/// @param releases as the topics tell them
/// @param reader reads policies before they are applied
/// @param tokens as given out
/// @param changes of rollouts, as they happen: see [RolloutFeed]
/// @param log takes the orders
/// @param planner runs rollouts in virtual time
/// @param clock says when a new token expires
public record ConsolePorts(
    RolloutQueries rollouts,
    DeviceQueries devices,
    DistributionQueries distribution,
    PolicyQueries policies,
    AuditQueries audit,
    LetterQueries letters,
    ReleaseTable releases,
    PolicyReader reader,
    Tokens tokens,
    EventFeed changes,
    EventLog log,
    RolloutPlanner planner,
    InstantSource clock) {}
