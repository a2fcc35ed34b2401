package dev.sluice.rollout.device;

/// What a device's message means.
public sealed interface DeviceDecision {
  /// The record changes.
  ///
  /// @param record the new one, whole
  record Updated(DeviceRecord record) implements DeviceDecision {}

  /// The message changes nothing: it was seen before, or something newer was.
  record Ignored(String reason) implements DeviceDecision {}

  /// The message speaks of an enrolment that is not known yet; its topic has no order with others,
  /// so the enrolment may still come.
  record NotEnrolled() implements DeviceDecision {}

  /// The message must not be believed.
  ///
  /// @param reason what was expected and what came
  record Refused(String reason) implements DeviceDecision {}
}
