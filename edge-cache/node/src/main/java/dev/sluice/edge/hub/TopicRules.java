package dev.sluice.edge.hub;

import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.MqttActivity;
import com.hivemq.extension.sdk.api.services.builder.TopicPermissionBuilder;
import dev.sluice.events.announcement.MqttTopics;
import dev.sluice.events.device.DeviceId;
import java.util.List;

/// Which topics a principal may use; everything else is denied.
///
/// | kind | may subscribe | may publish |
/// |---|---|---|
/// | device | announcements, its own assignment | its own confirmations and reports |
/// | node | announcements, all assignments | all confirmations and reports, also of nodes |
/// | bridge | all confirmations and reports, also of nodes | announcements, all assignments |
///
/// A device is named by its id alone: a client id with a wildcard in it is no principal's.
///
/// Safe for use by all threads.
final class TopicRules {
  // guarded by itself
  private final TopicPermissionBuilder builder;

  /// @param builder of the broker that is to apply the rules; nobody else uses it
  TopicRules(TopicPermissionBuilder builder) {
    this.builder = builder;
  }

  List<TopicPermission> of(Principal principal) {
    return switch (principal.kind()) {
      case DEVICE -> ofDevice(new DeviceId(principal.id()));
      case NODE ->
          List.of(
              allow(MqttTopics.ALL_ANNOUNCEMENTS, MqttActivity.SUBSCRIBE),
              allow(MqttTopics.ALL_ASSIGNMENTS, MqttActivity.SUBSCRIBE),
              allow(MqttTopics.ALL_CONFIRMATIONS, MqttActivity.PUBLISH),
              allow(MqttTopics.ALL_REPORTS, MqttActivity.PUBLISH),
              allow(MqttTopics.ALL_NODE_REPORTS, MqttActivity.PUBLISH));
      case BRIDGE ->
          List.of(
              allow(MqttTopics.ALL_CONFIRMATIONS, MqttActivity.SUBSCRIBE),
              allow(MqttTopics.ALL_REPORTS, MqttActivity.SUBSCRIBE),
              allow(MqttTopics.ALL_NODE_REPORTS, MqttActivity.SUBSCRIBE),
              allow(MqttTopics.ALL_ANNOUNCEMENTS, MqttActivity.PUBLISH),
              allow(MqttTopics.ALL_ASSIGNMENTS, MqttActivity.PUBLISH));
    };
  }

  private List<TopicPermission> ofDevice(DeviceId device) {
    return List.of(
        allow(MqttTopics.ALL_ANNOUNCEMENTS, MqttActivity.SUBSCRIBE),
        allow(MqttTopics.assignment(device), MqttActivity.SUBSCRIBE),
        allow(MqttTopics.confirmation(device), MqttActivity.PUBLISH),
        allow(MqttTopics.report(device), MqttActivity.PUBLISH));
  }

  private TopicPermission allow(String filter, MqttActivity activity) {
    synchronized (builder) {
      return builder
          .topicFilter(filter)
          .type(TopicPermission.PermissionType.ALLOW)
          .activity(activity)
          .build();
    }
  }
}
