package dev.sluice.notifier.external;

import dev.sluice.console.channel.ChannelPort;
import dev.sluice.console.channel.ChannelState;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.notifier.external.message.ChannelConfig;
import dev.sluice.notifier.external.message.Notice;
import dev.sluice.program.Surroundings;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The external channels of a notifier. Whoever starts them closes them. For any number of threads.
///
/// Several notifiers with the same channels share the work of each.
public final class Channels implements ChannelPort, AutoCloseable {
  private final EventProducer deadLetters;
  private final InstantSource clock;
  private final List<Channel> channels = new ArrayList<>();

  private Channels(EventProducer deadLetters, InstantSource clock) {
    this.deadLetters = deadLetters;
    this.clock = clock;
  }

  /// Starts channels; receivers need not be there.
  ///
  /// @param configs as [ChannelKinds#require(List)] has let them pass
  /// @param console where people open the console, for links
  /// @param with gets meters for each channel
  /// @throws IOException if Kafka does not answer
  public static Channels start(
      List<ChannelConfig> configs, KafkaConnection kafka, Optional<URI> console, Surroundings with)
      throws IOException, InterruptedException {
    var deadLetters = new EventProducer(kafka, "sluice/channels", with.clock());
    var started = new Channels(deadLetters, with.clock());
    try {
      for (ChannelConfig config : configs) {
        started.channels.add(Channel.start(config, kafka, console, deadLetters, with));
      }
      return started;
    } catch (IOException | InterruptedException | RuntimeException e) {
      started.close();
      throw e;
    }
  }

  @Override
  public List<ChannelState> list() {
    return channels.stream().map(Channel::state).toList();
  }

  @Override
  public Optional<Tried> test(String name, String by) {
    return channels.stream()
        .filter(channel -> channel.name().equals(name))
        .findFirst()
        .map(channel -> channel.send(Notice.test(name, by, clock.instant())))
        .map(Tried::new);
  }

  @Override
  public void close() {
    channels.parallelStream().forEach(Channel::close);
    deadLetters.close();
  }
}
