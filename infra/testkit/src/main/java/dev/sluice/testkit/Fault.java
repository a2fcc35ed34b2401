package dev.sluice.testkit;

/// The ways in which a link, a disk or a process misbehaves, by the name that a failing test
/// prints.
public enum Fault {
  /// A message never arrives.
  LOSS,
  /// A message arrives twice.
  DUPLICATION,
  /// A message is overtaken by later ones.
  REORDERING,
  /// A message arrives late, in order.
  DELAY,
  /// One bit of a message or a file is turned over.
  FLIPPED_BIT,
  /// An answer ends before its announced length.
  SHORT_READ,
  /// A write finds no room.
  FULL_DISK,
  /// The process dies, and with it every write that was not synced.
  CRASH,
  /// A clock is set to another time.
  CLOCK_JUMP,
  /// A clock tells a moment that is days away.
  CLOCK_AHEAD,
  /// A clock tells a moment that is long over, as one does that has lost its battery.
  CLOCK_BEHIND,
  /// A device has no room for two copies of what it installs.
  SHORT_OF_ROOM,
  /// The other side does not answer.
  UNAVAILABLE,
  /// Nothing passes between two sides that both work.
  PARTITION,
  /// A link is so slow that some answers come too late.
  CLOGGED_LINK,
  /// The place that all content comes from is away for minutes.
  OUTAGE,
  /// The place that all content comes from is away for an hour or more.
  LONG_OUTAGE,
  /// A file on a disk changes by itself.
  ROT,
  /// Somebody else writes between a read and the write that depends on it.
  LOST_RACE,
  /// A write is done, but nobody hears of it.
  LOST_ANSWER,
  /// A message that was handled comes again much later.
  REDELIVERY
}
