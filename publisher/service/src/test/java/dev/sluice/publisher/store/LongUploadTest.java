package dev.sluice.publisher.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.publisher.store.UploadTicket.PartState;
import dev.sluice.publisher.store.UploadTicket.PartTicket;
import dev.sluice.publisher.store.UploadTicket.SentPart;
import dev.sluice.release.SliceList;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads that outlast their tickets, at a store whose URLs run out after some parts.
class LongUploadTest {
  private static final RetryPolicy ONCE =
      new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1));
  private static final int PARTS_OF_A_TICKET = 2;

  @TempDir Path directory;
  private HttpServer store;
  private final Set<Integer> stored = new ConcurrentSkipListSet<>();
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private int partsOfATicket = PARTS_OF_A_TICKET;

  @BeforeEach
  void start() throws IOException {
    store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    store.createContext("/", this::take);
    store.start();
  }

  @AfterEach
  void stop() {
    store.stop(0);
  }

  @Test
  void givenTicketsThatRunOutOnTheWay_whenUploaded_thenTheRestIsSignedAgainAndNoPartIsSentTwice()
      throws Exception {
    var tickets = new Tickets();

    upload(tickets);

    assertThat(tickets.completed).containsExactly("1", "2", "3", "4", "5");
    assertThat(taken).containsExactlyInAnyOrder("1", "2", "3", "4", "5");
    assertThat(tickets.opened).isEqualTo(3);
  }

  @Test
  void givenStoreThatForbidsEveryPart_whenUploaded_thenSignedOnceMoreAndGivenUp() {
    partsOfATicket = 0;
    var tickets = new Tickets();

    assertThatThrownBy(() -> upload(tickets))
        .isInstanceOf(ExpiredTicketException.class)
        .hasMessageContaining("status 403");

    assertThat(tickets.opened).isEqualTo(2);
  }

  @Test
  void givenFileThatIsGoneWhenItsTurnComes_whenUploaded_thenItIsSaidToHaveChanged()
      throws IOException {
    var tickets = new Tickets();
    Path file = directory.resolve("file");
    UploadTicket ticket =
        tickets
            .open("targets/file", 1, List.of(new UploadPart(1, 0, 1, Digest.sha256(new byte[1]))))
            .orElseThrow();

    try (var sender = new PartSender(ONCE)) {
      assertThatThrownBy(() -> sender.sendAll(ticket, file, 1, UploadProgress.NONE))
          .isInstanceOf(ChangedFileException.class);
    }
  }

  private void upload(UploadTickets tickets) throws IOException {
    Path file = Files.write(directory.resolve("file"), new byte[5]);
    ScannedFile scanned = ScannedFile.scan(file, SliceList.DEFAULT_SLICE_LENGTH_BYTES);
    List<UploadPart> parts = new ArrayList<>();
    for (int number = 1; number <= 5; number++) {
      parts.add(new UploadPart(number, number - 1L, 1, Digest.sha256(new byte[1])));
    }
    try (var uploader = new Uploader(tickets, ONCE)) {
      uploader.upload(
          "targets/file",
          file,
          new ScannedFile(scanned.digest(), scanned.slices(), parts),
          UploadProgress.NONE);
    }
  }

  /// `/ticket/part`; each ticket is good for some parts. The server has one thread.
  private void take(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/", -1);
    int part = Integer.parseInt(path[2]);
    boolean isGood = stored.size() < partsOfATicket * Integer.parseInt(path[1]);
    var _ = exchange.getRequestBody().readAllBytes();
    if (isGood) {
      taken.add(path[2]);
      var _ = stored.add(part);
      exchange.getResponseHeaders().set("ETag", path[2]);
    }
    exchange.sendResponseHeaders(isGood ? 200 : 403, -1);
    exchange.close();
  }

  private final class Tickets implements UploadTickets {
    private int opened;
    private List<String> completed = List.of();

    @Override
    public Optional<UploadTicket> open(String path, long lengthBytes, List<UploadPart> parts) {
      opened++;
      List<PartState> states =
          parts.stream()
              .<PartState>map(
                  part ->
                      stored.contains(part.number())
                          ? new SentPart(part, String.valueOf(part.number()))
                          : new PartTicket(part, url(part), Map.of()))
              .toList();
      return Optional.of(new UploadTicket(path, "id", states));
    }

    private URI url(UploadPart part) {
      return URI.create(
          "http://127.0.0.1:%d/%d/%d"
              .formatted(store.getAddress().getPort(), opened, part.number()));
    }

    @Override
    public void complete(UploadTicket ticket, List<String> entityTags) {
      completed = entityTags;
    }
  }
}
