package dev.sluice.program.remote;

import dev.sluice.program.config.SecretText;
import dev.sluice.program.exit.UsageException;
import dev.sluice.program.tls.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Picocli mixin: which API a command speaks to, and with what token.
///
/// The address: flags (`--publisher-url` or `--notifier-url`, `--url`, `--data`, `--context`), then
/// environment (SLUICE_URL, SLUICE_CONTEXT), then the context in
/// use. The token: `--token-file`, then SLUICE_TOKEN, then that of the context that gave the
/// address or was named by `--context`. A token of a context never goes to an address from
/// elsewhere unless its context was named.
public final class ApiOptions {
  private static final String LOCAL_FILE = "context.yaml";

  private final Map<String, String> environment;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "address of the APIs; default: environment SLUICE_URL, else the context in use")
  private @Nullable URI url;

  @Option(
      names = "--publisher-url",
      paramLabel = "URL",
      description = "address of the publisher's API, where it stands alone")
  private @Nullable URI publisherUrl;

  @Option(
      names = "--notifier-url",
      paramLabel = "URL",
      description = "address of the notifier's API, where it stands alone")
  private @Nullable URI notifierUrl;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "file that holds the token; default: environment SLUICE_TOKEN, else the context's")
  private @Nullable Path tokenFile;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "PEM file of the authorities to trust")
  private @Nullable Path trust;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description =
          "a context of `sluice context list`; default: environment SLUICE_CONTEXT, else the one in use")
  private @Nullable String context;

  @Option(names = "--data", paramLabel = "DIR", description = "the folder of a local `sluice up`")
  private @Nullable Path data;

  /// For picocli.
  public ApiOptions() {
    this(System.getenv());
  }

  ApiOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  /// A client for one API; the caller closes it.
  ///
  /// @throws UsageException if nothing says where it is
  public ApiClient client(Api api) {
    var chosen = choose(api);
    var address =
        chosen
            .address(api)
            .orElseThrow(
                () ->
                    new UsageException(
                        "no address of the %s's API; give --url, --data or --context, or make a context with `sluice context set`"
                            .formatted(api.word())));
    var material = Optional.ofNullable(trust).or(chosen::trust).map(ApiOptions::trusting);
    return new ApiClient(address, token(chosen), material);
  }

  private static Tls trusting(Path file) {
    return new Tls(Optional.of(file), Optional.empty(), Optional.empty(), true);
  }

  private Context choose(Api api) {
    var named = named();
    var explicit =
        Optional.ofNullable(
                switch (api) {
                  case PUBLISHER -> publisherUrl;
                  case NOTIFIER -> notifierUrl;
                })
            .or(() -> Optional.ofNullable(url));
    if (explicit.isPresent()) {
      return named.orElse(Context.EMPTY).with(at(explicit.get()));
    }
    if (named.isPresent()) {
      return named.get();
    }
    var fromEnvironment = variable("SLUICE_URL").map(ApiOptions::uri);
    if (fromEnvironment.isPresent()) {
      return at(fromEnvironment.get());
    }
    var contexts = Contexts.of(environment);
    return variable("SLUICE_CONTEXT")
        .or(contexts::current)
        .map(contexts::require)
        .orElse(Context.EMPTY);
  }

  /// What `--data` or `--context` name.
  private Optional<Context> named() {
    return Optional.ofNullable(data)
        .map(folder -> ContextFile.readOne(folder.resolve(LOCAL_FILE)))
        .or(() -> Optional.ofNullable(context).map(name -> Contexts.of(environment).require(name)));
  }

  private static Context at(URI address) {
    return new Context(
        Optional.of(address), Optional.of(address), Optional.empty(), Optional.empty());
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("SLUICE_URL: expected a URL, got '%s'".formatted(text), e);
    }
  }

  private Optional<SecretText> token(Context chosen) {
    return Optional.ofNullable(tokenFile)
        .map(ApiOptions::read)
        .or(() -> variable("SLUICE_TOKEN").map(SecretText::new))
        .or(chosen::token);
  }

  /// A token from a file.
  ///
  /// @throws UsageException if it cannot be read or is empty
  static SecretText read(Path file) {
    try {
      var text = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        throw new UsageException("%s: expected a token, got an empty file".formatted(file));
      }
      return new SecretText(text);
    } catch (IOException e) {
      throw new UsageException(
          "%s: expected a file with a token, it cannot be read (%s)"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }
}
