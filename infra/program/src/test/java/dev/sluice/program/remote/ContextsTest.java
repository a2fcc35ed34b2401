package dev.sluice.program.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.program.config.SecretText;
import dev.sluice.program.exit.UsageException;
import dev.sluice.program.run.CommandLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ContextsTest {
  private static final URI PUBLISHER = URI.create("http://p:1");
  private static final URI NOTIFIER = URI.create("http://n:2");
  private static final Context PROD =
      new Context(
          Optional.of(PUBLISHER),
          Optional.of(NOTIFIER),
          Optional.of(new SecretText("hush")),
          Optional.empty());

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("sluice/contexts.yaml");
  }

  private Contexts contexts() {
    return Contexts.of(Map.of("XDG_CONFIG_HOME", folder.toString()));
  }

  @Test
  void givenNoFile_whenRead_thenNone() {
    assertThat(contexts().all()).isEmpty();
    assertThat(contexts().current()).isEmpty();
    assertThatThrownBy(() -> contexts().require("prod"))
        .isInstanceOf(UsageException.class)
        .hasMessage("no context 'prod'; make one with `sluice context set`");
  }

  @Test
  void givenContext_whenSet_thenOnDiskForItsOwnerOnlyAndInUse() throws IOException {
    contexts().set("prod", PROD);

    assertThat(contexts().require("prod")).isEqualTo(PROD);
    assertThat(contexts().current()).contains("prod");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void givenContext_whenPartOfItIsSet_thenTheRestStays() {
    contexts().set("prod", PROD);

    contexts()
        .set(
            "prod",
            new Context(
                Optional.empty(),
                Optional.of(URI.create("http://new:3")),
                Optional.empty(),
                Optional.empty()));

    assertThat(contexts().require("prod").publisher()).contains(PUBLISHER);
    assertThat(contexts().require("prod").notifier()).contains(URI.create("http://new:3"));
    assertThat(contexts().require("prod").token()).isPresent();
  }

  @Test
  void givenTwo_whenOneIsUsedAndRemoved_thenNoneIsInUse() {
    contexts().set("prod", PROD);
    contexts().set("test", PROD);

    contexts().use("test");
    assertThat(contexts().current()).contains("test");
    contexts().remove("test");

    assertThat(contexts().current()).isEmpty();
    assertThat(contexts().all()).containsOnlyKeys("prod");
    assertThatThrownBy(() -> contexts().use("test"))
        .hasMessage("no context 'test'; expected one of prod");
    assertThatThrownBy(() -> contexts().set("a b", PROD)).isInstanceOf(UsageException.class);
  }

  @Test
  void givenFileThatOthersMayRead_whenRead_thenRefused() throws IOException {
    contexts().set("prod", PROD);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> contexts().all())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("chmod 600");
  }

  private record Outcome(int code, String out, String err) {}

  private Outcome command(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    var line =
        new CommandLine(new ContextCommand(Map.of("XDG_CONFIG_HOME", folder.toString()), printed));
    int code =
        CommandLines.configure(line, printed, new PrintStream(err, true, StandardCharsets.UTF_8))
            .execute(args);
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void givenCommands_whenRun_thenContextsChangeAndTokensStayHidden() throws IOException {
    var token = Files.writeString(folder.resolve("token"), "hush\n");

    assertThat(
            command(
                    "set",
                    "prod",
                    "--url",
                    "https://sluice.example",
                    "--token-file",
                    token.toString())
                .code())
        .isZero();
    assertThat(command("set", "test", "--publisher-url", "http://t:1").code()).isZero();
    assertThat(command("use", "test").code()).isZero();

    assertThat(command("list").out())
        .isEqualToIgnoringNewLines(
            """
               name  publisher               notifier                token
               prod  https://sluice.example  https://sluice.example  yes
            *  test  http://t:1              -                       no
            """);
    assertThat(command("show", "prod", "--output", "json").out())
        .contains("\"token\" : true")
        .doesNotContain("hush");
    assertThat(contexts().require("prod").token()).contains(new SecretText("hush"));
    assertThat(command("remove", "prod").code()).isZero();
    assertThat(command("show").out()).contains("http://t:1");
  }

  @Test
  void givenMistakes_whenRun_thenUsage() {
    assertThat(command("show"))
        .isEqualTo(
            new Outcome(2, "", "no context is in use; make one with `sluice context set`\n"));
    assertThat(command("set", "x").code()).isEqualTo(2);
    assertThat(command("set", "x", "--url", "nonsense").err()).contains("expected http://HOST");
    assertThat(command("set", "x", "--url", "https://ada:pass@host").err())
        .contains("without user and password", "--token-file")
        .doesNotContain("pass@");
    assertThat(command("set", "x", "--token-file", folder.resolve("gone").toString()).err())
        .contains("expected a file with a token");
  }

  @Test
  void givenServiceLoader_whenAskedForCommands_thenContextIsAmongThem() {
    assertThat(ServiceLoader.load(Commands.class))
        .flatExtracting(Commands::entries)
        .extracting(Commands.Entry::name)
        .contains("context");
  }
}
