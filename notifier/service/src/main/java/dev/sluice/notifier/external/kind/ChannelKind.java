package dev.sluice.notifier.external.kind;

import dev.sluice.notifier.external.message.ChannelConfig;
import dev.sluice.notifier.external.message.ChannelFormat;
import java.util.List;
import org.apache.camel.CamelContext;

/// A kind of receiver. To add one: a class, and its line in the registry `ChannelKinds`.
public interface ChannelKind {
  /// What it is called, such as `webhook`.
  String name();

  /// The schemes of its URIs, in lower case.
  List<String> schemes();

  /// What its URIs look like, for errors and documents.
  String syntax();

  /// The format that suits it.
  ChannelFormat format();

  /// What is wrong with a configuration whose scheme is one of ours, each beginning with the key.
  /// Reads no file and asks nobody.
  List<String> mistakes(ChannelConfig config);

  /// Makes the target. Sets up the context's components; connects to nobody yet.
  ///
  /// @param context of this channel alone, not started; its owner stops it
  Target open(ChannelConfig config, CamelContext context);
}
