package dev.sluice.publisher.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.publisher.store.UploadTicket.PartTicket;
import dev.sluice.publisher.store.UploadTicket.SentPart;
import dev.sluice.release.SliceList;
import dev.sluice.store.StoreException;
import dev.sluice.store.server.InProcessS3;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ArtifactStoreTest {
  private static final RetryPolicy QUICK =
      new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1));

  @TempDir static Path directory;
  private static InProcessS3 server;
  private static S3ArtifactStore store;
  private static S3UploadTickets tickets;

  @BeforeAll
  static void start() throws IOException {
    server = InProcessS3.start(directory.resolve("s3"));
    store = new S3ArtifactStore(server.config());
    tickets = new S3UploadTickets(server.config());
  }

  @AfterAll
  static void stop() throws IOException {
    tickets.close();
    store.close();
    server.close();
  }

  @Test
  void givenObjects_whenListed_thenOnlyThoseOfTheFolderComeInOrder() throws Exception {
    for (String name : List.of("2.json", "1.json", "below/3.json")) {
      store.put("listed/" + name, utf8("x"));
    }

    assertThat(store.list("listed/")).containsExactly("1.json", "2.json");
    assertThat(store.list("nothing/")).isEmpty();
  }

  @Test
  void givenFileOfSeveralParts_whenUploaded_thenTheObjectIsTheFile() throws Exception {
    byte[] bytes = new byte[20_000_000];
    new Seeded(1).nextBytes(bytes);
    Path file = Files.write(directory.resolve("large"), bytes);
    ScannedFile scanned = ScannedFile.scan(file, SliceList.DEFAULT_SLICE_LENGTH_BYTES);
    List<Long> progress = new ArrayList<>();

    try (var uploader = new Uploader(tickets, QUICK)) {
      uploader.upload("targets/large", file, scanned, (sent, _) -> progress.add(sent));
    }
    Path copy = directory.resolve("copy");
    assertThat(store.download("targets/large", bytes.length, copy)).isTrue();

    assertThat(scanned.digest()).isEqualTo(Digest.sha256(bytes));
    assertThat(scanned.parts()).hasSize(3);
    assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
    assertThat(progress).isSorted().endsWith(20_000_000L).hasSize(3);
  }

  @Test
  void givenObjectThatIsThere_whenUploadedAgain_thenNothingIsSent() throws Exception {
    Path file = Files.write(directory.resolve("again"), utf8("again"));
    ScannedFile scanned = ScannedFile.scan(file, SliceList.DEFAULT_SLICE_LENGTH_BYTES);

    try (var uploader = new Uploader(tickets, QUICK)) {
      uploader.upload("targets/again", file, scanned, UploadProgress.NONE);
      Files.delete(file);
      uploader.upload("targets/again", file, scanned, UploadProgress.NONE);
    }

    assertThat(store.exists("targets/again", 5)).isTrue();
  }

  @Test
  void givenFileThatChanged_whenUploaded_thenTheStoreRefusesAndNothingIsLeft() throws Exception {
    Path file = Files.write(directory.resolve("changing"), utf8("first"));
    ScannedFile scanned = ScannedFile.scan(file, SliceList.DEFAULT_SLICE_LENGTH_BYTES);
    Files.write(file, utf8("other"));

    try (var uploader = new Uploader(tickets, QUICK)) {
      assertThatThrownBy(
              () -> uploader.upload("targets/changing", file, scanned, UploadProgress.NONE))
          .isInstanceOf(ChangedFileException.class);
    }

    assertThat(store.exists("targets/changing", 5)).isFalse();
  }

  @Test
  void givenTicketForOtherBytes_whenUsed_thenTheStoreRefuses() throws Exception {
    Path file = Files.write(directory.resolve("forged"), utf8("forged"));
    ScannedFile scanned = ScannedFile.scan(file, SliceList.DEFAULT_SLICE_LENGTH_BYTES);
    var other = new UploadPart(1, 0, 6, Digest.sha256(utf8("expect")));
    PartTicket ticket = ticket(tickets.open("targets/forged", 6, List.of(other)).orElseThrow(), 0);
    var forged = new PartTicket(scanned.parts().getFirst(), ticket.url(), ticket.headers());

    try (var sender = new PartSender(QUICK)) {
      assertThatThrownBy(() -> sender.send(forged, file))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("status 4");
    }
  }

  @Test
  void givenUploadThatWasCutOff_whenOpenedAgain_thenOnlyTheOtherPartsAreAskedFor()
      throws Exception {
    byte[] bytes = new byte[20_000_000];
    new Seeded(2).nextBytes(bytes);
    Path file = Files.write(directory.resolve("resumed"), bytes);
    ScannedFile scanned = ScannedFile.scan(file, SliceList.DEFAULT_SLICE_LENGTH_BYTES);
    var first = tickets.open("targets/resumed", bytes.length, scanned.parts()).orElseThrow();
    try (var sender = new PartSender(QUICK)) {
      var _ = sender.send(ticket(first, 1), file);

      var second = tickets.open("targets/resumed", bytes.length, scanned.parts()).orElseThrow();

      assertThat(second.uploadId()).isEqualTo(first.uploadId());
      assertThat(second.parts().get(0)).isInstanceOf(PartTicket.class);
      assertThat(second.parts().get(1)).isInstanceOf(SentPart.class);
      assertThat(second.parts().get(2)).isInstanceOf(PartTicket.class);
      tickets.complete(second, sender.sendAll(second, file, bytes.length, UploadProgress.NONE));
    }
    assertThat(store.download("targets/resumed", bytes.length, directory.resolve("back"))).isTrue();
    assertThat(Files.mismatch(file, directory.resolve("back"))).isEqualTo(-1);
  }

  @Test
  void givenObjectThatIsThere_whenAnotherUploadOfItsNameEnds_thenItStays() throws Exception {
    Path file = Files.write(directory.resolve("second"), utf8("second"));
    ScannedFile scanned = ScannedFile.scan(file, SliceList.DEFAULT_SLICE_LENGTH_BYTES);
    var late = tickets.open("targets/kept", 6, scanned.parts()).orElseThrow();
    try (var sender = new PartSender(QUICK)) {
      List<String> tags = sender.sendAll(late, file, 6, UploadProgress.NONE);
      store.put("targets/kept", utf8("first!"));

      assertThat(tickets.tryComplete("targets/kept", late.uploadId(), scanned.parts(), tags))
          .isFalse();
    }
    assertThat(store.find("targets/kept", 6).orElseThrow().content().bytes())
        .isEqualTo(utf8("first!"));
  }

  @Test
  void givenNoUpload_whenCompleted_thenSaysSo() throws Exception {
    var part = new UploadPart(1, 0, 6, Digest.sha256(utf8("absent")));

    assertThat(tickets.tryComplete("targets/absent", "no-such", List.of(part), List.of("x")))
        .isFalse();
  }

  private static PartTicket ticket(UploadTicket ticket, int index) {
    return (PartTicket) ticket.parts().get(index);
  }

  @Test
  void givenNoObjectOfThisLength_whenDownloaded_thenSaysSo() throws Exception {
    store.put("documents/five", utf8("12345"));

    assertThat(store.download("documents/five", 5, directory.resolve("five"))).isTrue();
    assertThat(store.download("documents/five", 4, directory.resolve("four"))).isFalse();
    assertThat(store.download("documents/five", 6, directory.resolve("six"))).isFalse();
    assertThat(store.download("documents/none", 6, directory.resolve("none"))).isFalse();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
