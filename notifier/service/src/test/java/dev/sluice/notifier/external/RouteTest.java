package dev.sluice.notifier.external;

import static dev.sluice.notifier.external.TestNotices.SECRET;
import static dev.sluice.notifier.external.TestNotices.channel;
import static dev.sluice.notifier.external.TestNotices.halted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.sluice.events.EventCodec;
import dev.sluice.events.rollout.RolloutChanged;
import dev.sluice.notifier.external.HttpSite.Answer;
import dev.sluice.notifier.external.message.ChannelConfig;
import dev.sluice.notifier.external.message.Notice;
import dev.sluice.server.mqtt.MqttBroker;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Each kind of channel against a real server of that kind; SNS and EventBridge against the wire
/// format that their servers take.
class RouteTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final InstantSource CLOCK = InstantSource.fixed(TestNotices.NOW);

  @Test
  void givenWebhook_whenSending_thenBodyIsTheSignedCloudEvent() throws Exception {
    try (var site = HttpSite.start();
        var route = start(channel("ops", "http://" + site.authority() + "/a?b=c", "", SECRET))) {
      assertThat(taken(route, halted())).isTrue();

      var request = site.requests().getFirst();
      assertThat(request.path()).isEqualTo("/a?b=c");
      assertThat(request.headers())
          .containsEntry("content-type", "application/cloudevents+json")
          .containsEntry("webhook-id", "event-1")
          .containsEntry("webhook-timestamp", "1796029200")
          .containsEntry("webhook-signature", signature("event-1.1796029200." + request.body()));
      assertThat(EventCodec.decodeStructured(request.body().getBytes(StandardCharsets.UTF_8)))
          .extracting(event -> ((RolloutChanged) event.event()).snapshot().state())
          .isEqualTo("halted");
    }
  }

  private static String signature(String text) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    byte[] key = Base64.getDecoder().decode(SECRET.substring("whsec_".length()));
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    byte[] signed = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(signed);
  }

  @Test
  void givenWebhookThatFails_whenSending_thenRefusalsAreToldFromAbsence() throws Exception {
    int nobody;
    try (var socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    try (var site = HttpSite.start();
        var route = start(channel("ops", "http://" + site.authority() + "/a", "", SECRET));
        var toNobody = start(channel("none", "http://127.0.0.1:" + nobody + "/", "", SECRET))) {
      assertThat(taken(route, halted())).isTrue();

      assertThat(failure(route, site, 500).refused()).isFalse();
      assertThat(failure(route, site, 429).refused()).isFalse();
      assertThat(failure(route, site, 401).refused()).isFalse();
      assertThat(failure(route, site, 410).refused()).isTrue();
      var redirected = failure(route, site, 302);
      assertThat(redirected.refused()).isTrue();
      assertThat(redirected.reason()).contains("redirects are not followed");
      assertThat(site.requests()).noneMatch(request -> request.path().equals("/elsewhere"));
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(toNobody.send(halted()))
                      .hasValueSatisfying(
                          failure -> {
                            assertThat(failure.refused()).isFalse();
                            assertThat(failure.reason()).contains("HttpHostConnectException");
                          }));
    }
  }

  private static Route.Failure failure(Route route, HttpSite site, int status) {
    site.answer(_ -> new Answer(status, "", Map.of("Location", "/elsewhere")));
    return route.send(halted()).orElseThrow();
  }

  @Test
  void givenChat_whenSending_thenItGetsWordsAndNothingShowsItsPath() throws Exception {
    String path = "/services/T0/B0/verysecret";
    try (var site = HttpSite.start();
        var route = start(channel("chat", "slack+http://" + site.authority(), "", path))) {
      assertThat(taken(route, halted())).isTrue();

      var request = site.requests().getFirst();
      assertThat(request.path()).isEqualTo(path);
      assertThat(request.body())
          .isEqualTo(
              "{\"text\":\"demo 1.2: rollout demo/2 is halted\\ntoo many failures\\n"
                  + "ring canary: stopped\\nhttps://sluice.example/console/#/rollouts/demo/2\"}");
      assertThat(failure(route, site, 404).reason()).doesNotContain("verysecret");
    }
  }

  @Test
  void givenMailServer_whenSending_thenTheMailComes() throws Exception {
    var server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    try (var route =
        start(
            channel(
                "mail",
                "smtp://127.0.0.1:%d?from=sluice@example.org&to=ops@example.org,on@example.org"
                    .formatted(server.getSmtp().getPort()),
                "",
                ""))) {
      assertThat(taken(route, halted())).isTrue();

      assertThat(server.getReceivedMessages()).hasSize(2);
      var mail = server.getReceivedMessages()[0];
      assertThat(mail.getSubject()).isEqualTo("[Sluice] demo 1.2: rollout demo/2 is halted");
      assertThat(mail.getHeader("X-CloudEvents-Id")).containsExactly("event-1");
      assertThat((String) mail.getContent()).contains("too many failures", "/console/#/rollouts/");
      server.stop();
      assertThat(route.send(halted()).map(Route.Failure::refused)).hasValue(false);
    } finally {
      server.stop();
    }
  }

  @Test
  void givenQueue_whenSending_thenItHoldsTheCloudEvent() throws Exception {
    var server = SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    int port = server.waitUntilStarted().localAddress().getPort();
    try (var sqs = sqs(port)) {
      String url = sqs.createQueue(request -> request.queueName("sluice")).queueUrl();
      String queue = "http://127.0.0.1:" + port + URI.create(url).getPath();
      try (var route = start(channel("sqs", "sqs+" + queue + "?region=elasticmq", "x", "x"))) {
        assertThat(taken(route, halted())).isTrue();

        assertThat(sqs.receiveMessage(request -> request.queueUrl(queue)).messages())
            .singleElement()
            .satisfies(message -> assertThat(message.body()).isEqualTo(halted().document()));
      }
    } finally {
      server.stopAndWait();
    }
  }

  private static SqsClient sqs(int port) {
    return SqsClient.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + port))
        .region(Region.of("elasticmq"))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
        .build();
  }

  @Test
  void givenTopicOfSns_whenSending_thenTheRequestIsAPublishOfTheQueryProtocol() throws Exception {
    try (var site = HttpSite.start();
        var route =
            start(
                channel(
                    "sns",
                    "sns:arn:aws:sns:eu-central-1:123456789012:sluice?endpoint=http://"
                        + site.authority(),
                    "AKID",
                    "secret"))) {
      site.answer(
          _ ->
              new Answer(
                  200,
                  "<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">"
                      + "<PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>",
                  Map.of("Content-Type", "text/xml")));
      assertThat(taken(route, halted())).isTrue();

      var request = site.requests().getFirst();
      assertThat(request.headers().get("authorization"))
          .startsWith("AWS4-HMAC-SHA256 Credential=AKID/")
          .contains("/eu-central-1/sns/aws4_request");
      assertThat(URLDecoder.decode(request.body(), StandardCharsets.UTF_8).split("&"))
          .contains(
              "Action=Publish",
              "TopicArn=arn:aws:sns:eu-central-1:123456789012:sluice",
              "Subject=demo 1.2: rollout demo/2 is halted",
              "Message=" + halted().document());
    }
  }

  @Test
  void givenEventBus_whenSending_thenTheRequestPutsTheEventAndARefusedEntryIsSeen()
      throws Exception {
    String arn = "arn:aws:events:eu-central-1:123456789012:event-bus/sluice";
    try (var site = HttpSite.start();
        var route =
            start(
                channel(
                    "bus",
                    "eventbridge:" + arn + "?endpoint=http://" + site.authority(),
                    "AKID",
                    "secret"))) {
      site.answer(_ -> json("{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"1\"}]}"));
      assertThat(taken(route, halted())).isTrue();

      var request = site.requests().getFirst();
      assertThat(request.headers()).containsEntry("x-amz-target", "AWSEvents.PutEvents");
      assertThat(request.body())
          .contains(
              "\"Source\":\"sluice/notifier\"",
              "\"DetailType\":\"rollout.changed\"",
              "\"Resources\":[\"" + arn + "\"]",
              "\"Detail\":\"" + halted().document().replace("\"", "\\\"") + "\"");
      site.answer(
          _ ->
              json(
                  "{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"MalformedDetail\","
                      + "\"ErrorMessage\":\"no JSON\"}]}"));
      assertThat(route.send(halted()).orElseThrow().reason()).contains("MalformedDetail");
    }
  }

  private static Answer json(String body) {
    return new Answer(200, body, Map.of("Content-Type", "application/x-amz-json-1.1"));
  }

  @Test
  void givenMqttBroker_whenSending_thenSubscribersGetTheCloudEvent(@TempDir Path directory)
      throws Exception {
    try (var broker = MqttBroker.start(directory, Map.of());
        var route =
            start(channel("mqtt", "mqtt://127.0.0.1:" + broker.port() + "/ops/sluice", "", ""))) {
      var client =
          MqttClient.builder()
              .useMqttVersion5()
              .serverHost("127.0.0.1")
              .serverPort(broker.port())
              .buildBlocking();
      client.connect();
      try (var received = client.publishes(MqttGlobalPublishFilter.ALL)) {
        client.subscribeWith().topicFilter("ops/#").send();
        assertThat(taken(route, halted())).isTrue();

        var message = received.receive(LIMIT.toSeconds(), TimeUnit.SECONDS).orElseThrow();
        assertThat(message.getTopic().toString()).isEqualTo("ops/sluice");
        assertThat(message.isRetain()).isFalse();
        assertThat(new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8))
            .isEqualTo(halted().document());
      } finally {
        client.disconnect();
      }
    }
  }

  @Test
  void givenMoreChannelsThanANotifierTakes_whenChecked_thenSaysHowMany() {
    List<ChannelConfig> many =
        IntStream.rangeClosed(0, ChannelKinds.MAX_CHANNELS)
            .mapToObj(i -> channel("c" + i, "https://receiver.example/a", "", SECRET))
            .toList();

    ChannelKinds.require(many.subList(1, many.size()));
    assertThatThrownBy(() -> ChannelKinds.require(many))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("channels: expected at most 50, got 51");
  }

  private static Route start(ChannelConfig config) {
    ChannelKinds.require(List.of(config));
    return Route.start(config, CLOCK);
  }

  /// Routes connect in the background.
  private static boolean taken(Route route, Notice notice) {
    await().atMost(LIMIT).until(() -> route.send(notice), Optional::isEmpty);
    return true;
  }
}
