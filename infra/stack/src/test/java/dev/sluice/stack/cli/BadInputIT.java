package dev.sluice.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Sluice;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.stack.DataDirectory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Each mistake: the exit code, and one line that names subject, expectation, fact and remedy.
class BadInputIT {
  @TempDir private Path directory;
  private Path good;

  private record Ended(int exitCode, String said) {
    void assertIs(int expectedCode, String... parts) {
      assertThat(exitCode).as(said).isEqualTo(expectedCode);
      assertThat(said.lines().findFirst().orElse("")).startsWith("sluice: ").contains(parts);
      assertThat(said).doesNotContain("\tat ");
    }
  }

  @BeforeEach
  void makeGoodFile() throws Exception {
    good = Files.writeString(directory.resolve("good.txt"), "content");
  }

  @Test
  void givenUnknownFile_whenDemonstrated_thenSaysSo() {
    demo("nowhere.bin").assertIs(ExitCode.FAILED, "nowhere.bin", "a readable file was expected");
  }

  @Test
  void givenEmptyFile_whenDemonstrated_thenSaysSo() throws Exception {
    Files.createFile(directory.resolve("empty.bin"));

    demo("empty.bin").assertIs(ExitCode.FAILED, "empty.bin", "at least 1 byte", "is empty");
  }

  @Test
  void givenFolderInPlaceOfAFile_whenDemonstrated_thenSaysSo() throws Exception {
    Files.createDirectory(directory.resolve("folder"));

    demo("folder").assertIs(ExitCode.FAILED, "folder", "a readable file was expected");
  }

  @Test
  void givenDataDirectoryBelowAFile_whenDemonstrated_thenSaysSo() {
    run("demo", "--data", good.resolve("data").toString(), "--old", good(), "--new", good())
        .assertIs(ExitCode.FAILED, "data directory", "can be written", "--data");
  }

  @Test
  void givenDataDirectoryInUse_whenDemonstrated_thenSaysSo() {
    Path data = directory.resolve("data");
    try (DataDirectory held = DataDirectory.open(data)) {
      run("demo", "--data", held.root().toString(), "--old", good(), "--new", good())
          .assertIs(ExitCode.FAILED, "in use", "--data");
    }
  }

  @Test
  void givenPortInUse_whenStarted_thenSaysSoAndLeavesNothingRunning() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      run("up", "--data", directory.resolve("data").toString(), "--edge-port", port)
          .assertIs(ExitCode.FAILED, port);
    }

    assertThat(directory.resolve("data/context.yaml")).doesNotExist();
    DataDirectory.open(directory.resolve("data")).close();
  }

  @Test
  void givenMalformedProductOrVersion_whenPublished_thenIsAUsageError() {
    run("publish", good(), "--product", "Not A Name", "--version", "1")
        .assertIs(ExitCode.USAGE, "product", "Not A Name");
    run("publish", good(), "--product", "demo", "--version", "1/2")
        .assertIs(ExitCode.USAGE, "version", "1/2");
  }

  @Test
  void givenNoRunningPipeline_whenAskedForRollouts_thenSaysWhereItLooked() {
    run("rollout", "list", "--data", directory.toString())
        .assertIs(ExitCode.USAGE, "context.yaml", "sluice up");
  }

  @Test
  void givenAddressWhereNobodyListens_whenAskedForRollouts_thenIsUnreachable() {
    run("rollout", "list", "--url", "http://127.0.0.1:1")
        .assertIs(ExitCode.UNREACHABLE, "127.0.0.1:1");
  }

  @Test
  void givenTooManyDevices_whenDemonstrated_thenIsAUsageError() {
    run("demo", "--devices", "0").assertIs(ExitCode.USAGE, "--devices", "1 to 1000", "0");
    run("demo", "--devices", "many").assertIs(ExitCode.USAGE, "--devices", "many");
  }

  @Test
  void givenOldWithoutNew_whenDemonstrated_thenIsAUsageError() {
    run("demo", "--old", good()).assertIs(ExitCode.USAGE, "--new");
  }

  private Ended demo(String newer) {
    return run("demo", "--old", good(), "--new", directory.resolve(newer).toString());
  }

  private String good() {
    return good.toString();
  }

  private static Ended run(String... arguments) {
    StringWriter said = new StringWriter();
    CommandLine line = Sluice.commandLine(arguments);
    line.setErr(new PrintWriter(said, true));
    return new Ended(line.execute(arguments), said.toString());
  }
}
