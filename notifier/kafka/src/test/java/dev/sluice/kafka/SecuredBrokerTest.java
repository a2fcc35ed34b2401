package dev.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.kafka.KafkaConnection.Mechanism;
import dev.sluice.kafka.KafkaConnection.Sasl;
import dev.sluice.kafka.KafkaConnection.Security;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.program.admin.Health;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.exit.NotAllowedException;
import dev.sluice.program.exit.ProgramException;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.program.tls.Tls;
import dev.sluice.testkit.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A broker with TLS and logins, and clients that have the right ones or not.
class SecuredBrokerTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /// Mistakes show in less; what is left is for a busy machine.
  private static final Duration SOON = Duration.ofSeconds(30);

  /// Short, so that the first failure ends the wait.
  private static final Duration ONE_TRY = Duration.ofMillis(1);

  private static final Sasl LOGIN =
      new Sasl(Mechanism.SCRAM_SHA_512, "sluice", new SecretText("pass word"));

  @TempDir static Path directory;
  private static InProcessBroker broker;

  @BeforeAll
  static void start() throws IOException {
    var authority = TestAuthority.create(directory, "authority");
    broker = InProcessBroker.startSecured(directory.resolve("kafka"), authority, LOGIN);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void givenRightLogin_whenEveryKindOfClientIsUsed_thenAllWork() throws Exception {
    var health = new Health();
    Topics.await(broker.connection(), LIMIT, health.add("kafka"), true, Topic.all());
    List<StampedEvent<SigningEvent>> handled = new CopyOnWriteArrayList<>();
    List<StampedEvent<SigningEvent>> followed = new CopyOnWriteArrayList<>();

    try (var producer = new EventProducer(broker.connection(), "test", InstantSource.system());
        var _ = EventFollower.start(broker.connection(), Topic.SIGNING, followed::add);
        var _ =
            UnwatchedWorkers.start(
                broker.connection(),
                "secured",
                Topic.SIGNING,
                handled::add,
                RetryPolicy.STANDARD,
                producer)) {
      producer.send(Samples.ringsSigned("gateway", 1));

      await().atMost(LIMIT).until(() -> !handled.isEmpty() && !followed.isEmpty());
    }

    assertThat(handled).hasSize(1);
    assertThat(followed).isEqualTo(handled);
    assertThat(health.states().getFirst().problem()).isEmpty();
  }

  @Test
  void givenWrongPassword_whenAsked_thenItIsNotAllowedSoon() {
    var wrong = new Sasl(LOGIN.mechanism(), LOGIN.username(), new SecretText("guessed"));

    assertFails(with(Optional.of(wrong), broker.connection().tls()), NotAllowedException.class)
        .hasMessageContaining("check sasl.username and sasl.password")
        .hasMessageNotContaining("guessed");
    assertCannotSend(with(Optional.of(wrong), broker.connection().tls()));
  }

  @Test
  void givenAnotherAuthority_whenAsked_thenItIsUnreachableSoon() throws IOException {
    var stranger = TestAuthority.create(directory, "stranger").trust();
    var tls = new Tls(Optional.of(stranger), Optional.empty(), Optional.empty(), true);

    assertFails(with(Optional.of(LOGIN), Optional.of(tls)), UnreachableException.class)
        .hasMessageContaining("expected a TLS connection")
        .hasMessageContaining("check security, tls.trust");
  }

  @Test
  void givenPlaintextToATlsPort_whenAsked_thenItIsUnreachableSoon() {
    var plain = new KafkaConnection(broker.connection().bootstrapServers());

    assertFails(plain, UnreachableException.class)
        .hasMessageContaining("expected an answer")
        .hasMessageContaining("check servers and security");
  }

  private static KafkaConnection with(Optional<Sasl> sasl, Optional<Tls> tls) {
    return new KafkaConnection(
        broker.connection().servers(), Security.SASL_TLS, sasl, tls, 1, true);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(
      KafkaConnection connection, Class<? extends ProgramException> kind) {
    var check = new Health().add("kafka");
    long start = System.nanoTime();
    var failure =
        catchThrowable(
            () -> Topics.await(connection, ONE_TRY, check, false, List.of(Topic.SIGNING)));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    assertThat(failure).isInstanceOf(kind);
    assertThat(failure.getMessage()).startsWith("Kafka at ").doesNotContain("\n");
    return assertThat(failure);
  }

  private static void assertCannotSend(KafkaConnection connection) {
    try (var producer = new EventProducer(connection, "test", InstantSource.system())) {
      assertThatThrownBy(() -> producer.send(Samples.ringsSigned("gateway", 2)))
          .isInstanceOfSatisfying(
              UndeliveredEventException.class,
              failure -> {
                assertThat(failure.isCredentialsRefused()).isTrue();
                assertThat(KafkaFailures.explain(connection, failure))
                    .isInstanceOf(NotAllowedException.class);
              });
    }
  }
}
