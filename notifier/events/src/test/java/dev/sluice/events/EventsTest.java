package dev.sluice.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.announcement.MqttTopics;
import dev.sluice.events.command.Order;
import dev.sluice.events.command.RolloutOrdered;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.device.NodeId;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.DeltasBuilt;
import dev.sluice.events.release.StartRequest;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RingSpan;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.Manifest;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.testkit.Property;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.StrictJson;
import dev.sluice.tuf.metadata.TargetFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;

class EventsTest {
  private static final ReleaseId RELEASE = ReleaseId.parse("gateway/1.2.0");
  private static final Digest DIGEST = Digest.sha256(new byte[] {1});
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  @Test
  void givenTopics_whenNamed_thenPoliciesAreThoseOfTheDesign() {
    assertThat(Topic.ROLLOUT_COMMANDS.kafkaName()).isEqualTo("sluice.rollout-commands");
    assertThat(Topic.find("sluice.dead-letters")).contains(Topic.DEAD_LETTERS);
    assertThat(Topic.find("other")).isEmpty();
    assertThat(Topic.ARTIFACTS.compacted()).isTrue();
    assertThat(Topic.SIGNING.retention()).contains(Duration.ofDays(30));
    assertThat(Topic.ROLLOUTS.compacted()).isFalse();
    assertThat(Topic.ROLLOUTS.retention()).isEmpty();
    assertThat(Topic.CONFIRMATIONS.retention()).contains(Duration.ofDays(90));
  }

  @Test
  void givenConfirmationOfAnAgentThatKnewOnlyText_whenRead_thenItsSignedBytesAreTheSame()
      throws Exception {
    String signed =
        "{\"artifact\":\""
            + DIGEST.hex()
            + "\",\"at\":\"2030-01-01T00:00:00Z\",\"counter\":2,\"detail\":\"no space\",\"device\":\"d-1\","
            + "\"epoch\":1,\"outcome\":\"failed\",\"release\":\"gateway/1.2.0\",\"rollout\":\"gateway/2\"}";

    var read =
        Confirmation.fromJson(
            StrictJson.parseObject(
                signed.getBytes(StandardCharsets.UTF_8), JsonLimits.ofLength(10_000)));

    assertThat(read.reason()).isEqualTo(OutcomeReason.unknown("no space"));
    assertThat(read.signedBytes()).asString(StandardCharsets.UTF_8).isEqualTo(signed);
  }

  @Test
  void givenEvents_whenAskedForKeys_thenTheFirstPartIsTheProductOrTheDevice() {
    var published =
        new ArtifactPublished(
            RELEASE,
            1,
            0,
            target(Manifest.path(RELEASE)),
            List.of(target("products/gateway/1.2.0/gateway.jar")),
            StartRequest.AS_POLICY,
            0);
    var built = new DeltasBuilt(RELEASE, 1, DIGEST, List.of(), true);
    var ordered =
        new RolloutOrdered(new RolloutId(RELEASE.product(), 1), Order.HALT, "an operator", "smoke");

    assertThat(published.key()).isEqualTo("gateway/1.2.0/artifact.published/" + DIGEST.prefix());
    assertThat(built.key()).isEqualTo("gateway/1.2.0/deltas.built/" + DIGEST.hex());
    assertThat(ordered.key()).isEqualTo("gateway/1");
  }

  @Test
  void givenTargetOutsideOfTheRelease_whenPublished_thenRefuses() {
    List<String> outside =
        List.of(
            "products/other/1.2.0/gateway.jar",
            "products/gateway/1.2.0/../x",
            "products/gateway/1.2.0/release.json",
            "products/gateway/1.2.0/a/b",
            "rings/gateway/rings.json");

    for (String path : outside) {
      assertThatThrownBy(
              () ->
                  new ArtifactPublished(
                      RELEASE,
                      1,
                      0,
                      target(Manifest.path(RELEASE)),
                      List.of(target(path)),
                      StartRequest.AS_POLICY,
                      0))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(
            () ->
                new ArtifactPublished(
                    RELEASE,
                    1,
                    0,
                    target(outside.getFirst()),
                    List.of(),
                    StartRequest.AS_POLICY,
                    0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenDescriptorOfAnotherResult_whenBuilt_thenRefuses() {
    String other = DeltaDescriptor.path(RELEASE.product(), Digest.sha256(new byte[0]), DIGEST);

    assertThatThrownBy(() -> new DeltasBuilt(RELEASE, 1, DIGEST, List.of(target(other)), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenConfirmationSignedByADevice_whenChecked_thenOnlyItsKeyAndItsBytesPass()
      throws MalformedJsonException {
    var secret = new Ed25519PrivateKeyParameters(new byte[32], 0);
    var key = DevicePublicKey.ofBytes(secret.generatePublicKey().getEncoded());
    var confirmation = confirmation(Outcome.INSTALLED);
    var signed = new SignedConfirmation(confirmation, sign(secret, confirmation));
    var stamped = new StampedEvent<>("1", "device-001", NOW, signed);
    var forged = new SignedConfirmation(confirmation(Outcome.FAILED), signed.signature());

    var received = EventCodec.decodeStructured(EventCodec.encodeStructured(stamped)).event();

    assertThat(((SignedConfirmation) received).isSignedBy(key)).isTrue();
    assertThat(forged.isSignedBy(key)).isFalse();
    assertThat(signed.isSignedBy(DevicePublicKey.ofBytes(new byte[32]))).isFalse();
  }

  @Test
  void givenSignedConfirmationWithAnUnknownMember_whenDecoded_thenRefuses() {
    var event =
        new SignedConfirmation(confirmation(Outcome.ROLLED_BACK), ByteString.of(new byte[64]));
    var stamped = new StampedEvent<>("1", "device-001", NOW, event);
    byte[] document =
        new String(EventCodec.encodeStructured(stamped), StandardCharsets.UTF_8)
            .replace("\"epoch\":", "\"extra\":1,\"epoch\":")
            .getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> EventCodec.decodeStructured(document))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("data.confirmation.extra");
  }

  @Test
  void givenConfirmationsThatDifferInTimeOnly_whenKeyed_thenAreTheSame() {
    var first = confirmation(Outcome.INSTALLED);
    var second =
        new Confirmation(
            first.device(),
            first.epoch(),
            first.release(),
            first.counter(),
            first.rollout(),
            first.artifact(),
            first.outcome(),
            OutcomeReason.none().withText("again"),
            NOW.plusSeconds(5));

    assertThat(second.confirmationKey()).isEqualTo(first.confirmationKey());
    assertThat(first.confirmationKey()).hasToString("device-001/1/gateway/2/installed/none");
    assertThat(confirmation(Outcome.FAILED).confirmationKey())
        .isNotEqualTo(first.confirmationKey());
  }

  @Test
  void givenRingSpans_whenAsked_thenOnlyWhatHappenedHasATime() {
    assertThat(new RingSpan.NotStarted().findStartedAt()).isEmpty();
    assertThat(new RingSpan.Started(NOW).findStartedAt()).contains(NOW);
    assertThat(new RingSpan.Started(NOW).findEndedAt()).isEmpty();
    assertThat(new RingSpan.Ended(NOW, NOW).findEndedAt()).contains(NOW);
    assertThatThrownBy(() -> new RingSpan.Ended(NOW, NOW.minusSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenMqttTopics_whenParsed_thenSayWhatTheyAreAbout() {
    var product = new ProductName("gateway");
    var device = new DeviceId("device-001");

    assertThat(MqttTopics.parse(MqttTopics.announce(product, "canary")))
        .contains(new MqttTopics.Announcement(product, "canary"));
    assertThat(MqttTopics.parse("sluice/device/device-001/confirmation"))
        .contains(new MqttTopics.OfDevice(device, MqttTopics.Kind.CONFIRMATION));
    assertThat(MqttTopics.assignment(device)).isEqualTo("sluice/device/device-001/assignment");
    assertThat(MqttTopics.confirmation(device)).isEqualTo("sluice/device/device-001/confirmation");
    assertThat(MqttTopics.report(device)).isEqualTo("sluice/device/device-001/report");
    var node = new NodeId("tier-1");
    assertThat(MqttTopics.report(node)).isEqualTo("sluice/node/tier-1/report");
    assertThat(MqttTopics.parse("sluice/node/tier-1/report")).contains(new MqttTopics.OfNode(node));
    assertThat(MqttTopics.announcements(product)).isEqualTo("sluice/announce/gateway/+");
  }

  @Test
  void givenAnyText_whenParsedAsMqttTopic_thenOnlyOursAreUnderstood() {
    for (String other :
        List.of(
            "",
            "sluice",
            "sluice/announce/gateway",
            "sluice/announce/gateway/+",
            "sluice/announce/gateway/canary/x",
            "sluice/device/+/report",
            "sluice/device/device-001/secret",
            "sluice/node/+/report",
            "sluice/node/tier-1/confirmation",
            "Sluice/device/device-001/report")) {
      assertThat(MqttTopics.parse(other)).isEqualTo(Optional.empty());
    }
    Property.check(
        "parsing a topic never fails",
        500,
        seed -> assertThat(MqttTopics.parse("sluice/" + seed.text(40))).isNotNull());
  }

  private static TargetFile target(String path) {
    return new TargetFile(path, 5, DIGEST, JsonObject.empty());
  }

  private static Confirmation confirmation(Outcome outcome) {
    return new Confirmation(
        new DeviceId("device-001"),
        1,
        RELEASE,
        2,
        new RolloutId(RELEASE.product(), 2),
        DIGEST,
        outcome,
        OutcomeReason.none(),
        NOW);
  }

  private static ByteString sign(Ed25519PrivateKeyParameters secret, Confirmation confirmation) {
    byte[] message = confirmation.signedBytes();
    var signer = new Ed25519Signer();
    signer.init(true, secret);
    signer.update(message, 0, message.length);
    return ByteString.of(signer.generateSignature());
  }
}
