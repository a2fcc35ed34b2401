package dev.sluice.console.command;

import static dev.sluice.console.command.session.Texts.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.console.command.session.Reason;
import dev.sluice.console.command.session.Session;
import dev.sluice.console.command.session.Waiting;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.OneLine;
import dev.sluice.program.exit.PendingException;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.Table;
import dev.sluice.program.remote.TextFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sluice policy …`: how the releases of a product travel.
@Command(name = "policy", description = PolicyCommand.DESCRIPTION, mixinStandardHelpOptions = true)
final class PolicyCommand {
  static final String DESCRIPTION = "Check, apply, show and describe rollout policies.";

  private static final String POLICIES = "/api/v1/policies";
  private static final String POLICY_SCHEMA = "/api/v1/policy-schema";
  private static final String YAML = "application/yaml";

  private final PrintStream out;

  PolicyCommand(PrintStream out) {
    this.out = out;
  }

  @Command(
      name = "apply",
      description = "Give a product another policy; it holds from the next rollout on.",
      mixinStandardHelpOptions = true)
  int apply(
      @Mixin Session session,
      @Parameters(paramLabel = "FILE", description = "the policy in YAML") Path file,
      @Option(names = "--product", paramLabel = "NAME", required = true, description = "whose")
          String product,
      @Mixin Reason reason,
      @Option(
              names = "--force",
              description = "even if some devices are too old to read what it leads to")
          boolean force,
      @Mixin Waiting waiting)
      throws InterruptedException {
    String path = POLICIES + "/" + ApiClient.segment(product);
    String document = TextFile.read(file);
    try (var client = session.client()) {
      JsonNode applied =
          client.put(ApiClient.withQuery(path, query(reason.text(), force)), YAML, document);
      long version = applied.path("version").asLong();
      Optional<JsonNode> seen =
          waiting.until(
              () -> client.find(path).filter(now -> now.path("version").asLong() >= version));
      session.output().print(out, applied, () -> table(applied));
      if (seen.isEmpty()) {
        throw new PendingException(
            "policy of %s: version %d is safe, but not in force within %s; see `sluice policy show %s`"
                .formatted(product, version, waiting.limit(), product));
      }
    }
    return ExitCode.DONE;
  }

  private static Map<String, String> query(String reason, boolean force) {
    Map<String, String> query = new TreeMap<>();
    if (!reason.isEmpty()) {
      query.put("reason", reason);
    }
    if (force) {
      query.put("force", "true");
    }
    return query;
  }

  @Command(
      name = "schema",
      description = "Print what a policy may say, as a JSON schema for editors.",
      mixinStandardHelpOptions = true)
  int schema(@Mixin Session session) throws InterruptedException {
    try (var client = session.client()) {
      out.println(client.get(POLICY_SCHEMA).path("schema").asText());
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "show",
      description = "Print the policy of a product, as it was applied.",
      mixinStandardHelpOptions = true)
  int show(
      @Mixin Session session,
      @Parameters(paramLabel = "PRODUCT", description = "whose") String product)
      throws InterruptedException {
    try (var client = session.client()) {
      JsonNode policy = client.get(POLICIES + "/" + ApiClient.segment(product));
      session.output().printText(out, policy, () -> print(policy));
    }
    return ExitCode.DONE;
  }

  /// As a file that can be applied again.
  private void print(JsonNode policy) {
    out.printf(
        "# %s, version %d, applied by %s at %s%n",
        text(policy, "product"),
        policy.path("version").asLong(),
        text(policy, "by"),
        text(policy, "at"));
    out.println(policy.path("document").asText().stripTrailing());
  }

  @Command(
      name = "lint",
      description = "Name every mistake in a policy; changes nothing.",
      mixinStandardHelpOptions = true)
  int lint(
      @Mixin Session session,
      @Parameters(paramLabel = "FILE", description = "the policy in YAML") Path file)
      throws InterruptedException {
    String document = TextFile.read(file);
    try (var client = session.client()) {
      JsonNode found = client.post(POLICIES + "/lint", YAML, document);
      JsonNode mistakes = found.path("mistakes");
      session
          .output()
          .printText(
              out,
              found,
              () -> {
                if (mistakes.isEmpty()) {
                  out.println(file + ": no mistake found");
                }
                mistakes.forEach(
                    mistake -> out.println(file + ": " + OneLine.of(mistake.asText())));
              });
      return mistakes.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
    }
  }

  private static Table table(JsonNode policy) {
    return new Table("PRODUCT", "VERSION", "BY", "REASON")
        .row(
            text(policy, "product"),
            policy.path("version").asLong(),
            text(policy, "by"),
            text(policy, "reason"));
  }
}
