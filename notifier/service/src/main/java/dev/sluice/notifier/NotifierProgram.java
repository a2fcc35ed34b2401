package dev.sluice.notifier;

import dev.sluice.kafka.KafkaConnection;
import dev.sluice.notifier.audit.OrderRecorder;
import dev.sluice.notifier.channel.MqttBridge;
import dev.sluice.notifier.external.Channels;
import dev.sluice.notifier.letter.LetterReplayer;
import dev.sluice.notifier.topology.Kept;
import dev.sluice.program.Program;
import dev.sluice.program.Surroundings;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.exit.UnreachableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The program `notifier`: the topology, and, as configured, the bridge and the console.
public final class NotifierProgram implements Program<NotifierConfig> {
  /// Used by launchers.
  public NotifierProgram() {}

  @Override
  public String name() {
    return "notifier";
  }

  @Override
  public Class<NotifierConfig> configuration() {
    return NotifierConfig.class;
  }

  @Override
  public RunningNotifier start(NotifierConfig config, Surroundings with)
      throws InterruptedException {
    requireWritable(config.stateDirectory());
    var running = new RunningNotifier();
    try {
      start(running, config, with);
      return running;
    } catch (IOException e) {
      running.close();
      throw new UnreachableException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException | RuntimeException e) { // also a bug leaves no thread behind
      running.close();
      throw e;
    }
  }

  private static void start(RunningNotifier running, NotifierConfig config, Surroundings with)
      throws IOException, InterruptedException {
    KafkaConnection kafka = config.kafka();
    running.add(KafkaPeer.await(kafka, config.startLimit(), with.health()));
    Notifier notifier =
        running.topology(
            Notifier.start(
                kafka,
                config.stateDirectory(),
                config.threads(),
                new Kept(config.audit(), config.deadLetters()),
                config.instances(),
                with));
    with.health().add("topology", notifier::problem);
    with.health().note("dead-letters", () -> notifier.openLetters() + " open");
    running.add(OrderRecorder.start(kafka, with));
    running.add(LetterReplayer.start(kafka, with));
    if (config.bridge().isPresent()) {
      MqttBridge bridge = running.add(MqttBridge.start(kafka, config.bridge().get(), with.clock()));
      with.health().add("bridge", bridge::problem);
      BridgePeer.await(bridge, config.bridge().get(), config.startLimit(), with.health());
    }
    Channels channels =
        running.add(Channels.start(config.channels(), kafka, config.console().address(), with));
    if (config.console().enabled() || config.instances().address().isPresent()) {
      running.api(ConsoleServer.start(notifier, channels, config, with));
    }
    if (!notifier.awaitRunning(config.startLimit())) {
      throw new UnreachableException(
          "topology: expected it to run within %s, got: %s"
              .formatted(config.startLimit(), notifier.problem().orElse("it does now")));
    }
  }

  private static void requireWritable(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw notWritable(directory, e);
    }
    if (!Files.isWritable(directory)) {
      throw notWritable(directory, new IOException("it is not"));
    }
  }

  private static CannotStartException notWritable(Path directory, IOException cause) {
    return new CannotStartException(
        "state-directory %s: expected a folder that can be written to, got %s"
            .formatted(directory, cause),
        cause);
  }
}
