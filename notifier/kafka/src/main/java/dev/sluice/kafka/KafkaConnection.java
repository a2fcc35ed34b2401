package dev.sluice.kafka;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.tls.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the pipeline's queue is and how to log in there: section `kafka` of a configuration.
///
/// @param servers `host:port`, one at least
/// @param sasl as whom to log in, with a `security` that begins with `sasl`
/// @param tls whom to trust and our own certificate, with a `security` that ends in `tls`; without
///     it the JDK's authorities are trusted
/// @param partitions how many partitions a new topic gets, and each topic has at least
public record KafkaConnection(
    @Describe("brokers to ask first, each as host:port") List<String> servers,
    @Describe("plaintext, tls, sasl-plaintext or sasl-tls") @Default("plaintext") Security security,
    @Describe("login, with security sasl-plaintext or sasl-tls") Optional<Sasl> sasl,
    @Describe("certificates, with security tls or sasl-tls") Optional<Tls> tls,
    @Describe("how many partitions each topic has at least, and a new one gets") @Default("4")
        int partitions,
    @Describe("whether the notifier creates the topics that are missing") @Default("true")
        boolean createTopics) {
  /// How long a broker holds a request of a member of a group while there is nothing to give; it
  /// answers at once when an event comes. A partition that the member resumes, or has events left
  /// of, is asked for only after it, and so long may closing take.
  public static final Duration MEMBER_WAIT = Duration.ofSeconds(1);

  private static final int DEFAULT_PARTITIONS = 4;
  private static final int MAX_PARTITIONS = 10_000;

  /// Whether clients log in, and whether the connection is encrypted.
  public enum Security {
    /// Neither.
    PLAINTEXT,
    /// Encrypted; a broker may ask for our certificate.
    TLS,
    /// With a password, not encrypted.
    SASL_PLAINTEXT,
    /// With a password, encrypted.
    SASL_TLS;

    boolean isEncrypted() {
      return this == TLS || this == SASL_TLS;
    }

    boolean hasLogin() {
      return this == SASL_PLAINTEXT || this == SASL_TLS;
    }
  }

  /// How a password is shown to the broker.
  public enum Mechanism {
    /// A proof that does not give the password away.
    SCRAM_SHA_512,
    /// The same with a shorter digest.
    SCRAM_SHA_256,
    /// The password itself.
    PLAIN
  }

  /// A login.
  ///
  /// @param mechanism how the password is shown
  public record Sasl(
      @Describe("scram-sha-512, scram-sha-256 or plain") @Default("scram-sha-512")
          Mechanism mechanism,
      @Describe("name to log in with") String username,
      @Describe("password to log in with") SecretText password) {
    /// Checks that name and password fit into one line.
    public Sasl {
      if (username.isBlank() || hasControl(username)) {
        throw new IllegalArgumentException("username: expected a name in one line, got another");
      }
      if (hasControl(password.reveal())) {
        throw new IllegalArgumentException(
            "password: expected one line, got line breaks or control characters");
      }
    }

    private static boolean hasControl(String text) {
      return text.chars().anyMatch(Character::isISOControl);
    }

    /// Without the password.
    @Override
    public String toString() {
      return username + " by " + mechanism;
    }
  }

  /// Checks that the servers are addresses and that the security options fit together.
  public KafkaConnection {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("servers: expected one as host:port, got none");
    }
    for (String server : servers) {
      requireAddress(server);
    }
    if (security.hasLogin() != sasl.isPresent()) {
      throw new IllegalArgumentException(
          security.hasLogin()
              ? "sasl: expected username and password, as security says, got none"
              : "sasl: expected security sasl-plaintext or sasl-tls with a login, got another");
    }
    if (tls.isPresent() && !security.isEncrypted()) {
      throw new IllegalArgumentException(
          "tls: expected security tls or sasl-tls with certificates, got another");
    }
    if (partitions < 1 || partitions > MAX_PARTITIONS) {
      throw new IllegalArgumentException(
          "partitions: expected 1 to " + MAX_PARTITIONS + ", got " + partitions);
    }
  }

  /// A cluster without login, such as the embedded one.
  ///
  /// @param servers `host:port`, separated by commas
  public KafkaConnection(String servers) {
    this(
        List.of(servers.split(",", -1)),
        Security.PLAINTEXT,
        Optional.empty(),
        Optional.empty(),
        DEFAULT_PARTITIONS,
        true);
  }

  private static void requireAddress(String server) {
    int colon = server.lastIndexOf(':');
    boolean valid =
        colon > 0
            && server.chars().noneMatch(c -> c <= ' ' || c == ',' || c == '/')
            && isPort(server.substring(colon + 1));
    if (!valid) {
      throw new IllegalArgumentException("servers: expected host:port, got '" + server + "'");
    }
  }

  private static boolean isPort(String text) {
    return text.matches("[0-9]{1,5}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= 65_535;
  }

  /// The same cluster with another number of partitions.
  public KafkaConnection withPartitions(int newPartitions) {
    return new KafkaConnection(servers, security, sasl, tls, newPartitions, createTopics);
  }

  /// The servers as Kafka's clients take them.
  public String bootstrapServers() {
    return String.join(",", servers);
  }

  /// Properties for any client of Kafka: consumers, producers, admin clients, Streams, and
  /// Camel's component as its additional properties. They hold the password. What a client puts
  /// over them holds.
  ///
  /// @throws dev.sluice.program.exit.CannotStartException if a certificate or key cannot be read
  public Map<String, Object> toProperties() {
    return ClientProperties.of(this);
  }

  /// Without secrets.
  @Override
  public String toString() {
    return "Kafka at " + bootstrapServers();
  }
}
