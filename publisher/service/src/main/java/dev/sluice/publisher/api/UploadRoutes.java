package dev.sluice.publisher.api;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.events.principal.Role;
import dev.sluice.publisher.store.UploadPart;
import dev.sluice.publisher.store.UploadTicket;
import dev.sluice.publisher.store.UploadTicket.PartState;
import dev.sluice.publisher.store.UploadTicket.PartTicket;
import dev.sluice.publisher.store.UploadTicket.SentPart;
import dev.sluice.publisher.upload.UploadOutcome;
import dev.sluice.publisher.upload.UploadRequest;
import dev.sluice.publisher.upload.Uploads;
import dev.sluice.release.ArtifactName;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Uploads: where the parts of a file go, and whether what came is what was said.
public final class UploadRoutes implements ApiRoutes {
  /// Ten thousand parts.
  private static final int BODY_LIMIT_BYTES = 4 << 20;

  private final Uploads uploads;

  /// The caller closes what it gives.
  public UploadRoutes(Uploads uploads) {
    this.uploads = uploads;
  }

  /// A part of a file.
  ///
  /// @param number from 1
  /// @param sha256 of the part
  public record PartBody(int number, long lengthBytes, Digest sha256) {}

  /// A file that is to become an artifact.
  ///
  /// @param sha256 of the whole file
  /// @param parts in which it comes, all of it, ascending
  public record UploadBody(
      ProductName product,
      Version version,
      ArtifactName name,
      long lengthBytes,
      Digest sha256,
      List<PartBody> parts) {}

  /// A file whose parts were all sent.
  ///
  /// @param entityTags what the store answered to each part, in their order
  public record CompletionBody(UploadBody upload, List<String> entityTags) {}

  /// How it stands with an upload.
  public enum UploadState {
    /// Parts are to be sent.
    OPEN,
    /// The file is in the store and is being read there; ask again.
    CHECKING,
    /// The file is in the store and is what was said.
    STORED
  }

  /// Where a part goes, or that it came already.
  ///
  /// @param url for an HTTP PUT; absent if the part came already
  /// @param headers that go with it
  /// @param entityTag what the store answered to the part that came already
  public record PartAnswer(
      int number, Optional<String> url, Map<String, String> headers, Optional<String> entityTag) {}

  /// How it stands with an upload.
  ///
  /// @param id of an open one
  /// @param parts of an open one
  /// @param checkedBytes how much of the file was read in the store
  public record UploadAnswer(
      UploadState state, Optional<String> id, List<PartAnswer> parts, long checkedBytes) {}

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/uploads")
            .summary("Begins to upload a file straight to the store, or goes on with it")
            .roles(Role.PUBLISHER)
            .body(UploadBody.class)
            .bodyLimit(BODY_LIMIT_BYTES)
            .answers(200, UploadAnswer.class)
            .to(this::begin),
        Route.post("/uploads/{id}/complete")
            .summary("Ends an upload; the publisher then reads the file in the store")
            .roles(Role.PUBLISHER)
            .body(CompletionBody.class)
            .bodyLimit(BODY_LIMIT_BYTES)
            .answers(200, UploadAnswer.class)
            .to(this::complete));
  }

  private Answer begin(ApiRequest request) throws IOException, InterruptedException {
    UploadRequest upload = request(request, request.body(UploadBody.class));
    return answer(upload, uploads.begin(upload));
  }

  private Answer complete(ApiRequest request) throws IOException, InterruptedException {
    CompletionBody body = request.body(CompletionBody.class);
    UploadRequest upload = request(request, body.upload());
    try {
      return answer(upload, uploads.complete(upload, request.path("id"), body.entityTags()));
    } catch (IllegalArgumentException e) {
      throw Problem.invalid(String.valueOf(e.getMessage()), List.of()).asException();
    }
  }

  private static UploadRequest request(ApiRequest request, UploadBody body) {
    request.requireProduct(body.product());
    try {
      List<UploadPart> parts = new ArrayList<>(body.parts().size());
      long start = 0;
      for (PartBody part : body.parts()) {
        parts.add(new UploadPart(part.number(), start, part.lengthBytes(), part.sha256()));
        start += part.lengthBytes();
      }
      return new UploadRequest(
          new ReleaseId(body.product(), body.version()),
          body.name(),
          body.sha256(),
          body.lengthBytes(),
          parts);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid(String.valueOf(e.getMessage()), List.of()).asException();
    }
  }

  private static Answer answer(UploadRequest upload, UploadOutcome outcome) {
    return switch (outcome) {
      case UploadOutcome.Stored(var content) ->
          Answer.ok(
              new UploadAnswer(
                  UploadState.STORED, Optional.empty(), List.of(), content.lengthBytes()));
      case UploadOutcome.Checking(var checkedBytes) ->
          Answer.ok(
              new UploadAnswer(UploadState.CHECKING, Optional.empty(), List.of(), checkedBytes));
      case UploadOutcome.Open(var ticket) -> Answer.ok(open(ticket));
      case UploadOutcome.Wrong(var expected, var received) ->
          throw Problem.invalid(
                  "artifact %s of %s: other bytes came than were said"
                      .formatted(upload.name(), upload.release()),
                  List.of())
              .with("sha256 " + expected, "sha256 " + received)
              .withAdvice("what came was thrown away; upload it again")
              .asException();
      case UploadOutcome.Gone() ->
          throw Problem.conflict(
                  "artifact %s of %s: no such upload, or not with these parts"
                      .formatted(upload.name(), upload.release()))
              .withAdvice("begin it again")
              .asException();
    };
  }

  private static UploadAnswer open(UploadTicket ticket) {
    return new UploadAnswer(
        UploadState.OPEN,
        Optional.of(ticket.uploadId()),
        ticket.parts().stream().map(UploadRoutes::part).toList(),
        0);
  }

  private static PartAnswer part(PartState state) {
    int number = state.part().number();
    return switch (state) {
      case SentPart(_, var entityTag) ->
          new PartAnswer(number, Optional.empty(), Map.of(), Optional.of(entityTag));
      case PartTicket(_, var url, var headers) ->
          new PartAnswer(number, Optional.of(url.toString()), headers, Optional.empty());
    };
  }
}
