package dev.sluice.console.audit;

import dev.sluice.api.Answer;
import dev.sluice.api.Page;
import dev.sluice.api.PageRequest;
import dev.sluice.api.schema.ApiJson;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ProductName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The audit log as a file: written page by page, so that its length does not matter.
final class AuditExport {
  static final String JSON_LINES = "application/jsonl";
  static final String CSV = "text/csv";

  private static final String HEADINGS = "at,kind,who,subject,what,why,product,rollout,id\r\n";

  /// What a spreadsheet would take for a formula.
  private static final Pattern FORMULA = Pattern.compile("[=+\\-@\\t\\r\\n].*", Pattern.DOTALL);

  private AuditExport() {}

  /// One JSON document on each line.
  static Answer jsonLines(AuditQueries audit, AuditFilter filter) throws IOException {
    return answer(JSON_LINES, "audit.jsonl", "", audit, filter, AuditExport::line);
  }

  /// RFC 4180, with headings. A text that a spreadsheet would run as a formula gets an apostrophe.
  static Answer csv(AuditQueries audit, AuditFilter filter) throws IOException {
    return answer(CSV, "audit.csv", HEADINGS, audit, filter, AuditExport::row);
  }

  private static Answer answer(
      String mediaType, String file, String head, AuditQueries audit, AuditFilter filter, Form form)
      throws IOException {
    // Asked before anything is sent, so that a state which is away is said.
    Page<AuditEntry> first = audit.list(filter, page(""));
    return new Answer.Stream(
        mediaType,
        Map.of("Content-Disposition", "attachment; filename=\"" + file + "\""),
        out -> {
          out.write(head.getBytes(StandardCharsets.UTF_8));
          write(out, first, form);
          Optional<String> next = first.next();
          while (next.isPresent()) {
            Page<AuditEntry> page = audit.list(filter, page(next.get()));
            write(out, page, form);
            next = page.next();
          }
        });
  }

  private static PageRequest page(String after) {
    return new PageRequest(after, PageRequest.MAX_LIMIT);
  }

  private static void write(OutputStream out, Page<AuditEntry> page, Form form) throws IOException {
    for (AuditEntry entry : page.items()) {
      out.write(form.of(entry));
    }
  }

  /// How one entry is written.
  @FunctionalInterface
  private interface Form {
    byte[] of(AuditEntry entry);
  }

  private static byte[] line(AuditEntry entry) {
    return (new String(ApiJson.write(entry), StandardCharsets.UTF_8).strip() + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] row(AuditEntry entry) {
    return Stream.of(
            entry.at().toString(),
            ApiJson.word(entry.kind()),
            entry.who(),
            entry.subject(),
            entry.what(),
            entry.why(),
            entry.product().map(ProductName::value).orElse(""),
            entry.rollout().map(RolloutId::toString).orElse(""),
            entry.id())
        .map(AuditExport::cell)
        .collect(Collectors.joining(",", "", "\r\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String cell(String text) {
    String safe = FORMULA.matcher(text).matches() ? "'" + text : text;
    return "\"" + safe.replace("\"", "\"\"") + "\"";
  }
}
