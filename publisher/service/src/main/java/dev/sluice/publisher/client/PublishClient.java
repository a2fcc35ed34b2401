package dev.sluice.publisher.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.exit.RefusedException;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.publisher.store.ChangedFileException;
import dev.sluice.publisher.store.ExpiredTicketException;
import dev.sluice.publisher.store.PartSender;
import dev.sluice.publisher.store.ScannedFile;
import dev.sluice.publisher.store.UploadPart;
import dev.sluice.publisher.store.UploadProgress;
import dev.sluice.publisher.store.UploadTicket;
import dev.sluice.publisher.store.UploadTicket.PartState;
import dev.sluice.publisher.store.UploadTicket.PartTicket;
import dev.sluice.publisher.store.UploadTicket.SentPart;
import dev.sluice.release.ReleaseId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Uploads files and publishes releases through a publisher's API.
///
/// Everything may be asked again: an upload that was cut off goes on with what the store has, and a
/// release that is there stays as it is. So what fails on the way is tried again, and a person may
/// do the same.
public final class PublishClient implements AutoCloseable {
  private static final String UPLOADS = "/api/v1/uploads";
  private static final String RELEASES = "/api/v1/releases";

  private final ApiClient api;
  private final RetryPolicy retries;
  private final PartSender sender;
  private final RandomGenerator random = RandomGenerator.getDefault();

  /// @param api stays the caller's to close
  /// @param retries of each request and each part
  public PublishClient(ApiClient api, RetryPolicy retries) {
    this.api = api;
    this.retries = retries;
    this.sender = new PartSender(retries);
  }

  /// Brings a file into the store.
  ///
  /// @param scanned what a pass over the file found
  /// @throws dev.sluice.program.exit.ProgramException if that is refused, or fails in the end
  public void upload(ReleaseId release, Path file, ScannedFile scanned, UploadProgress progress)
      throws InterruptedException {
    ObjectNode body = body(release, file, scanned);
    JsonNode answer = api.post(UPLOADS, body, newKey());
    long sentParts = -1;
    while (!state(answer).equals("stored")) {
      answer =
          switch (state(answer)) {
            case "checking" -> post(UPLOADS, body);
            case "open" -> {
              UploadTicket ticket = ticket(answer, file, scanned);
              if (ticket.sentParts() <= sentParts) {
                throw new FailedException(
                    "%s: expected the store to take parts that were signed just now, got status 403"
                        .formatted(file));
              }
              sentParts = ticket.sentParts();
              yield complete(ticket, body, file, scanned, progress);
            }
            default ->
                throw new FailedException(
                    "%s: expected an upload that is open, checking or stored, got \"%s\""
                        .formatted(api.base(), state(answer)));
          };
    }
    progress.uploaded(scanned.lengthBytes(), scanned.lengthBytes());
  }

  private static String state(JsonNode answer) {
    return answer.path("state").asText();
  }

  /// Ends the upload, or has what is left of it signed anew if the ticket runs out on the way.
  private JsonNode complete(
      UploadTicket ticket, ObjectNode body, Path file, ScannedFile scanned, UploadProgress progress)
      throws InterruptedException {
    ObjectNode completion = JsonNodeFactory.instance.objectNode();
    completion.set("upload", body);
    ArrayNode tags = completion.putArray("entityTags");
    try {
      sender.sendAll(ticket, file, scanned.lengthBytes(), progress).forEach(tags::add);
    } catch (ExpiredTicketException _) {
      return post(UPLOADS, body);
    } catch (ChangedFileException e) {
      throw new RefusedException(
          file + ": expected a file that stays as it is, got other bytes; publish it again", e);
    } catch (IOException e) {
      throw new UnreachableException(e.getMessage() + "; publish again to carry on", e);
    }
    return post(UPLOADS + "/" + ApiClient.segment(ticket.uploadId()) + "/complete", completion);
  }

  private static ObjectNode body(ReleaseId release, Path file, ScannedFile scanned) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("product", release.product().value())
            .put("version", release.version().value())
            .put("name", String.valueOf(file.getFileName()))
            .put("lengthBytes", scanned.lengthBytes())
            .put("sha256", scanned.digest().hex());
    ArrayNode parts = body.putArray("parts");
    for (UploadPart part : scanned.parts()) {
      var _ =
          parts
              .addObject()
              .put("number", part.number())
              .put("lengthBytes", part.lengthBytes())
              .put("sha256", part.sha256().hex());
    }
    return body;
  }

  private UploadTicket ticket(JsonNode open, Path file, ScannedFile scanned) {
    JsonNode answers = open.path("parts");
    if (answers.size() != scanned.parts().size()) {
      throw new FailedException(
          "%s: expected %d parts, got %d"
              .formatted(api.base(), scanned.parts().size(), answers.size()));
    }
    List<PartState> parts = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      UploadPart part = scanned.parts().get(i);
      JsonNode answer = answers.get(i);
      Map<String, String> headers = new HashMap<>();
      answer
          .path("headers")
          .properties()
          .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
      parts.add(
          answer.hasNonNull("entityTag")
              ? new SentPart(part, answer.path("entityTag").asText())
              : new PartTicket(part, URI.create(answer.path("url").asText()), headers));
    }
    return new UploadTicket(file.toString(), open.path("id").asText(), parts);
  }

  /// Publishes a release of artifacts that were uploaded.
  ///
  /// @param body as the API's document says
  /// @return the release
  /// @throws dev.sluice.program.exit.ProgramException if that is refused, or fails in the end
  public JsonNode publish(ObjectNode body) throws InterruptedException {
    return post(RELEASES, body);
  }

  /// Tries again while the API does not answer; each try is a command of its own, as a state that
  /// is asked for again must not be an old one.
  private JsonNode post(String path, JsonNode body) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return api.post(path, body, newKey());
      } catch (UnreachableException e) {
        if (attempt == retries.maxAttempts()) {
          throw e;
        }
      }
      Thread.sleep(retries.delayAfter(attempt, random));
    }
  }

  private static String newKey() {
    return UUID.randomUUID().toString();
  }

  @Override
  public void close() {
    sender.close();
  }
}
