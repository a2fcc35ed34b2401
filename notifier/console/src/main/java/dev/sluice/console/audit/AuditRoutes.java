package dev.sluice.console.audit;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.api.schema.ApiJson;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.AuditKind;
import dev.sluice.release.ProductName;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The audit log: searched and taken away.
///
/// @param audit who did what
public record AuditRoutes(AuditQueries audit) implements ApiRoutes {
  @Override
  public List<Route> routes() {
    return List.of(
        filtered(Route.get("/audit").summary("Who did what, the newest first"))
            .answersPage(AuditEntry.class)
            .to(request -> Answer.ok(audit.list(filter(request), request.page()))),
        filtered(Route.get("/audit/export").summary("The same as one file, as long as it is"))
            .query("format", "json-lines or csv; json-lines unless given")
            .answersFile(AuditExport.JSON_LINES, AuditExport.CSV)
            .to(this::export));
  }

  private static Route.Draft filtered(Route.Draft draft) {
    return draft
        .query("product", "only what concerns it")
        .query("rollout", "only what concerns it: product/counter")
        .query("who", "only what they did; a name")
        .query("kind", "change, order, policy, token, release, device or dead-letter")
        .query("from", "only since then: a moment in ISO 8601")
        .query("to", "only before then: a moment in ISO 8601");
  }

  private Answer export(ApiRequest request) throws IOException {
    String format = request.query("format").orElse("json-lines");
    return switch (format) {
      case "json-lines" -> AuditExport.jsonLines(audit, filter(request));
      case "csv" -> AuditExport.csv(audit, filter(request));
      default ->
          throw Problem.badRequest("format: expected json-lines or csv")
              .with("json-lines or csv", format)
              .asException();
    };
  }

  private static AuditFilter filter(ApiRequest request) {
    return new AuditFilter(
        request.query("product", ProductName::parse),
        request.query("rollout", RolloutId::parse),
        request.query("who").filter(who -> !who.isEmpty()),
        request.query("kind", AuditRoutes::kind),
        request.query("from", AuditRoutes::moment),
        request.query("to", AuditRoutes::moment));
  }

  private static AuditKind kind(String word) {
    return Arrays.stream(AuditKind.values())
        .filter(kind -> ApiJson.word(kind).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of %s, got %s"
                        .formatted(
                            Arrays.stream(AuditKind.values())
                                .map(ApiJson::word)
                                .collect(Collectors.joining(", ")),
                            word)));
  }

  private static Instant moment(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "expected a moment such as 2026-11-30T08:00:00Z, got " + text, e);
    }
  }
}
