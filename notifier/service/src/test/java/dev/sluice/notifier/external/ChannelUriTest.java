package dev.sluice.notifier.external;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.notifier.external.message.ChannelUri;
import org.junit.jupiter.api.Test;

class ChannelUriTest {
  @Test
  void givenUriWithUserAndPassword_whenShown_thenWithoutThem() {
    assertThat(ChannelUri.parse("https://ada:pass@hooks.example/in?key=1"))
        .hasToString("https://***@hooks.example/in");
    assertThat(ChannelUri.parse("https://hooks.example/a@b"))
        .hasToString("https://hooks.example/a@b");
    assertThat(ChannelUri.parse("sqs:arn:aws:sqs:eu-1:1:q"))
        .hasToString("sqs:arn:aws:sqs:eu-1:1:q");
  }
}
