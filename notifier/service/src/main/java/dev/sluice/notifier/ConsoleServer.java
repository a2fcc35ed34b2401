package dev.sluice.notifier;

import dev.sluice.api.ApiRoutes;
import dev.sluice.api.access.Sessions;
import dev.sluice.api.server.ApiServer;
import dev.sluice.api.server.Browsers;
import dev.sluice.api.token.FollowedTokens;
import dev.sluice.api.token.Tokens;
import dev.sluice.console.ConsolePages;
import dev.sluice.console.ConsolePorts;
import dev.sluice.console.ConsoleRoutes;
import dev.sluice.console.channel.ChannelPort;
import dev.sluice.console.channel.ChannelRoutes;
import dev.sluice.console.policy.PolicyReader;
import dev.sluice.console.release.FollowedReleases;
import dev.sluice.console.rollout.RolloutFeed;
import dev.sluice.console.token.AdminToken;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.UndeliveredEventException;
import dev.sluice.notifier.plan.Planner;
import dev.sluice.notifier.policy.PolicyDocument;
import dev.sluice.notifier.policy.PolicySchema;
import dev.sluice.notifier.query.HttpInstances;
import dev.sluice.notifier.query.InstanceAddress;
import dev.sluice.notifier.query.InstanceToken;
import dev.sluice.notifier.query.Instances;
import dev.sluice.notifier.topology.NotifierQueries;
import dev.sluice.program.Parts;
import dev.sluice.program.Surroundings;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.release.Version;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The console, API and pages, over what a notifier holds.
final class ConsoleServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);

  /// What was started, the last first.
  private final Parts parts = new Parts();

  private URI uri = URI.create("");

  private ConsoleServer() {}

  static ConsoleServer start(
      Notifier notifier, ChannelPort channels, NotifierConfig config, Surroundings with)
      throws IOException, InterruptedException {
    var server = new ConsoleServer();
    try {
      server.open(notifier, channels, config, with);
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void open(
      Notifier notifier, ChannelPort channels, NotifierConfig config, Surroundings with)
      throws IOException, InterruptedException {
    var producer = add(new EventProducer(config.kafka(), "sluice/console", with.clock()));
    var tokens = add(FollowedTokens.start(config.kafka(), with.clock()));
    List<ApiRoutes> routes = new ArrayList<>();
    Optional<InstanceAddress> address = config.instances().address();
    Instances others = Instances.NONE;
    if (address.isPresent()) {
      var token = add(InstanceToken.start(address.get(), tokens, producer::send, with.clock()));
      others = add(new HttpInstances(address.get(), token, config.api().tls(), with.meters()));
      routes.add(notifier.instanceRoutes());
    }
    Optional<Browsers> browsers = Optional.empty();
    if (config.console().enabled()) {
      makeAdminToken(config, tokens, producer);
      routes.add(consoleRoutes(notifier, notifier.queries(others), tokens, producer, config, with));
      routes.add(new ChannelRoutes(channels));
      browsers = Optional.of(new Browsers(ConsolePages.site(), new Sessions(tokens, with.clock())));
    }
    ApiServer api;
    try {
      api = add(ApiServer.start("notifier", config.api(), tokens, routes, with.meters(), browsers));
    } catch (IOException e) {
      throw new CannotStartException(String.valueOf(e.getMessage()), e);
    }
    uri = api.uri();
    api.watch(with.health());
  }

  private ConsoleRoutes consoleRoutes(
      Notifier notifier,
      NotifierQueries queries,
      Tokens tokens,
      EventProducer producer,
      NotifierConfig config,
      Surroundings with)
      throws IOException {
    var feed = add(RolloutFeed.start(config.kafka()));
    var releases = add(FollowedReleases.start(config.kafka()));
    var answers = new ConsoleAnswers(queries, new SpreadCounter(queries, with.clock()));
    return new ConsoleRoutes(
        new ConsolePorts(
            answers,
            answers,
            answers,
            answers.devices(),
            queries.traffic(with.clock()),
            answers.policies(),
            notifier.audit(with.clock()),
            notifier.letters(config.kafka()),
            releases.table(),
            new Policies(),
            tokens,
            feed,
            producer::send,
            new Planner(queries, releases.table(), with.clock()),
            with.clock()));
  }

  private static void makeAdminToken(NotifierConfig config, Tokens tokens, EventProducer producer)
      throws IOException {
    String principal =
        config
            .instances()
            .address()
            .map(address -> AdminToken.PRINCIPAL + "@" + address.word())
            .orElse(AdminToken.PRINCIPAL);
    try {
      Path token = AdminToken.ensure(config.stateDirectory(), principal, tokens, producer::send);
      LOG.atInfo().addKeyValue("file", token).log("admin token");
    } catch (UndeliveredEventException e) {
      throw new IOException("admin token: " + e.getMessage(), e);
    }
  }

  private <T extends AutoCloseable> T add(T part) {
    return parts.add(part);
  }

  /// Where it listens.
  URI uri() {
    return uri;
  }

  @Override
  public void close() {
    parts.close();
  }

  /// Policies as the topology reads them.
  private record Policies() implements PolicyReader {
    @Override
    public List<String> mistakes(String yaml) {
      return PolicyDocument.mistakes(yaml);
    }

    @Override
    public long ringsFormat(String yaml) {
      return PolicyDocument.read("policy", yaml).ringsFormat();
    }

    @Override
    public List<Version> floors(String yaml) {
      return PolicyDocument.read("policy", yaml).floors();
    }

    @Override
    public String jsonSchema() {
      return PolicySchema.text();
    }
  }
}
