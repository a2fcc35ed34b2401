package dev.sluice.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.program.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The operator's page lists just the keys that the program knows.
class ReadmeReferenceTest {
  private static final String START = "<!-- keys -->\n";
  private static final String END = "<!-- /keys -->";

  @Test
  void givenPage_whenComparedWithTheRecord_thenItsTableIsTheReference() throws IOException {
    String page = Files.readString(Path.of("../README.md"));

    String table = page.substring(page.indexOf(START) + START.length(), page.indexOf(END));

    assertThat(table.strip())
        .as("replace what stands between the markers in signer/README.md by this")
        .isEqualTo(Configuration.of("signer", SignerConfig.class).reference().strip());
  }
}
