package dev.sluice.console;

import dev.sluice.api.stream.EventFeed;
import dev.sluice.api.token.Tokens;
import dev.sluice.console.audit.AuditQueries;
import dev.sluice.console.device.DeviceQueries;
import dev.sluice.console.distribution.DistributionQueries;
import dev.sluice.console.flag.FlagQueries;
import dev.sluice.console.letter.LetterQueries;
import dev.sluice.console.order.EventLog;
import dev.sluice.console.policy.PolicyQueries;
import dev.sluice.console.policy.PolicyReader;
import dev.sluice.console.release.ReleaseTable;
import dev.sluice.console.rollout.RolloutPlanner;
import dev.sluice.console.rollout.RolloutQueries;
import dev.sluice.console.safeguard.SafeguardQueries;
import java.time.InstantSource;

/// What the console asks and orders through.
///
/// @param rollouts as they are
/// @param safeguards in force
/// @param flags that were switched
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
    SafeguardQueries safeguards,
    FlagQueries flags,
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
