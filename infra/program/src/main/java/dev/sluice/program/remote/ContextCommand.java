package dev.sluice.program.remote;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.program.exit.UsageException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `context set|use|list|show|remove`: the named pipelines of one person.
@Command(
    name = "context",
    mixinStandardHelpOptions = true,
    description = "Which pipeline the commands speak to.")
final class ContextCommand {
  private final Contexts contexts;
  private final PrintStream out;

  ContextCommand() {
    this(System.getenv(), System.out);
  }

  ContextCommand(Map<String, String> environment, PrintStream out) {
    this.contexts = Contexts.of(environment);
    this.out = out;
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Adds a context, or changes what is given of it.")
  int set(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--url", paramLabel = "URL", description = "address of all APIs")
          @Nullable URI url,
      @Option(
              names = "--publisher-url",
              paramLabel = "URL",
              description = "address of the publisher's API")
          @Nullable URI publisher,
      @Option(
              names = "--notifier-url",
              paramLabel = "URL",
              description = "address of the notifier's API")
          @Nullable URI notifier,
      @Option(
              names = "--token-file",
              paramLabel = "FILE",
              description = "file that holds the token; its content is kept")
          @Nullable Path tokenFile,
      @Option(
              names = "--trust",
              paramLabel = "FILE",
              description = "PEM file of the authorities to trust")
          @Nullable Path trust) {
    var context =
        new Context(
            Optional.ofNullable(publisher).or(() -> Optional.ofNullable(url)),
            Optional.ofNullable(notifier).or(() -> Optional.ofNullable(url)),
            Optional.ofNullable(tokenFile).map(ApiOptions::read),
            Optional.ofNullable(trust).map(Path::toAbsolutePath));
    if (context.equals(Context.EMPTY)) {
      throw new UsageException(
          "expected --url, --publisher-url, --notifier-url, --token-file or --trust, got none of them");
    }
    context.publisher().ifPresent(ApiClient::checked);
    context.notifier().ifPresent(ApiClient::checked);
    contexts.set(name, context);
    return 0;
  }

  @Command(
      name = "use",
      mixinStandardHelpOptions = true,
      description = "Makes a context the one in use.")
  int use(@Parameters(paramLabel = "NAME") String name) {
    contexts.use(name);
    return 0;
  }

  @Command(name = "remove", mixinStandardHelpOptions = true, description = "Takes a context away.")
  int remove(@Parameters(paramLabel = "NAME") String name) {
    contexts.remove(name);
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the contexts; * marks the one in use.")
  int list(@Mixin OutputOptions output) {
    var current = contexts.current().orElse("");
    var table = new Table("", "name", "publisher", "notifier", "token");
    var all = JsonNodeFactory.instance.arrayNode();
    contexts
        .all()
        .forEach(
            (name, context) -> {
              table.row(
                  name.equals(current) ? "*" : "",
                  name,
                  context.publisher().map(URI::toString).orElse("-"),
                  context.notifier().map(URI::toString).orElse("-"),
                  context.token().isPresent() ? "yes" : "no");
              all.add(json(name, context).put("current", name.equals(current)));
            });
    output.print(out, all, () -> table);
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows a context, without its token.")
  int show(
      @Parameters(paramLabel = "NAME", arity = "0..1", description = "default: the one in use")
          @Nullable String name,
      @Mixin OutputOptions output) {
    var wanted =
        Optional.ofNullable(name)
            .or(contexts::current)
            .orElseThrow(
                () ->
                    new UsageException("no context is in use; make one with `sluice context set`"));
    var context = contexts.require(wanted);
    var table = new Table("what", "value").row("name", wanted);
    context.publisher().ifPresent(uri -> table.row("publisher", uri));
    context.notifier().ifPresent(uri -> table.row("notifier", uri));
    context.trust().ifPresent(path -> table.row("trust", path));
    table.row("token", context.token().isPresent() ? "yes" : "no");
    output.print(out, json(wanted, context), () -> table);
    return 0;
  }

  private static ObjectNode json(String name, Context context) {
    var json = JsonNodeFactory.instance.objectNode().put("name", name);
    context.publisher().ifPresent(uri -> json.put("publisher", uri.toString()));
    context.notifier().ifPresent(uri -> json.put("notifier", uri.toString()));
    return json.put("token", context.token().isPresent());
  }
}
