package dev.sluice.notifier;

import dev.sluice.api.access.Sessions;
import dev.sluice.api.server.ApiServer;
import dev.sluice.api.server.Browsers;
import dev.sluice.api.token.FollowedTokens;
import dev.sluice.console.AdminToken;
import dev.sluice.console.ChannelPort;
import dev.sluice.console.ChannelRoutes;
import dev.sluice.console.ConsolePages;
import dev.sluice.console.ConsolePorts;
import dev.sluice.console.ConsoleRoutes;
import dev.sluice.console.RolloutFeed;
import dev.sluice.console.release.FollowedReleases;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.UndeliveredEventException;
import dev.sluice.notifier.plan.Planner;
import dev.sluice.notifier.plan.PublishedReleases;
import dev.sluice.notifier.policy.PolicyDocument;
import dev.sluice.program.Surroundings;
import dev.sluice.program.exit.CannotStartException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The console, API and pages, over what a notifier holds.
final class ConsoleServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);

  /// What was started, the last first.
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

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
    var feed = add(RolloutFeed.start(config.kafka()));
    var releases = add(FollowedReleases.start(config.kafka()));
    try {
      Path token = AdminToken.ensure(config.stateDirectory(), tokens, producer::send);
      LOG.atInfo().addKeyValue("file", token).log("admin token");
    } catch (UndeliveredEventException e) {
      throw new IOException("admin token: " + e.getMessage(), e);
    }
    var answers =
        new ConsoleAnswers(notifier.queries(), new SpreadCounter(notifier.queries(), with.clock()));
    var ports =
        new ConsolePorts(
            answers,
            answers.devices(),
            answers.policies(),
            notifier.audit(with.clock()),
            notifier.letters(config.kafka()),
            releases.table(),
            PolicyDocument::mistakes,
            tokens,
            feed,
            producer::send,
            new Planner(
                notifier.queries(), add(PublishedReleases.start(config.kafka())), with.clock()),
            with.clock());
    var browsers = new Browsers(ConsolePages.site(), new Sessions(tokens, with.clock()));
    ApiServer api;
    try {
      api =
          add(
              ApiServer.start(
                  "notifier",
                  config.api(),
                  tokens,
                  List.of(new ConsoleRoutes(ports), new ChannelRoutes(channels)),
                  with.meters(),
                  Optional.of(browsers)));
    } catch (IOException e) {
      throw new CannotStartException(String.valueOf(e.getMessage()), e);
    }
    uri = api.uri();
    with.health().add("api", api::problem);
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /// Where it listens.
  URI uri() {
    return uri;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) { // whatever a part throws, the others are closed
        LOG.atWarn()
            .addKeyValue("part", part.getClass().getSimpleName())
            .setCause(e)
            .log("did not stop cleanly");
      }
    }
  }
}
