/// The kinds of external channels that are services of AWS, or speak their protocols.
///
/// Main types: [dev.sluice.notifier.external.aws.Sqs], [dev.sluice.notifier.external.aws.Sns] and
/// [dev.sluice.notifier.external.aws.EventBridge]. Only the registry of kinds depends on it.
@NullMarked
package dev.sluice.notifier.external.aws;

import org.jspecify.annotations.NullMarked;
