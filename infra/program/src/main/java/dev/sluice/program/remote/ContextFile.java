package dev.sluice.program.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sluice.program.config.Documents;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.exit.UsageException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Contexts as YAML in files that only their owner can read, as they hold tokens.
public final class ContextFile {
  private static final boolean HAS_MODES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final EnumSet<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private ContextFile() {}

  /// One context as it stands in a file.
  record Entry(
      Optional<URI> publisher,
      Optional<URI> notifier,
      Optional<String> token,
      Optional<Path> trust) {
    static Entry of(Context context) {
      return new Entry(
          context.publisher(),
          context.notifier(),
          context.token().map(SecretText::reveal),
          context.trust());
    }

    Context context() {
      return new Context(publisher, notifier, token.map(SecretText::new), trust);
    }

    void write(ObjectNode node) {
      publisher.ifPresent(uri -> node.put("publisher", uri.toString()));
      notifier.ifPresent(uri -> node.put("notifier", uri.toString()));
      token.ifPresent(text -> node.put("token", text));
      trust.ifPresent(path -> node.put("trust", path.toString()));
    }

    /// Without the token.
    @Override
    public String toString() {
      return "Entry[" + publisher + ", " + notifier + "]";
    }
  }

  /// Contexts by name, and the one in use, as they stand in a file.
  record All(Optional<String> current, Map<String, Entry> contexts) {
    static final All NONE = new All(Optional.empty(), Map.of());

    All {
      contexts = Map.copyOf(contexts);
    }

    Map<String, Entry> copy() {
      return new LinkedHashMap<>(contexts);
    }
  }

  /// Reads the one context of a local pipeline.
  ///
  /// @throws UsageException if there is none, or others may read it
  public static Context readOne(Path file) {
    return read(file)
        .map(yaml -> Documents.read(file.toString(), yaml, Entry.class).context())
        .orElseThrow(
            () ->
                new UsageException(
                    "expected %s, found none; is this the --data of a running `sluice up`?"
                        .formatted(file)));
  }

  /// Writes the one context of a local pipeline, whole or not at all.
  public static void writeOne(Path file, Context context) {
    var node = new YAMLMapper().createObjectNode();
    Entry.of(context).write(node);
    write(file, node);
  }

  static All readAll(Path file) {
    return read(file)
        .map(yaml -> Documents.read(file.toString(), yaml, All.class))
        .orElse(All.NONE);
  }

  static void writeAll(Path file, All all) {
    var node = new YAMLMapper().createObjectNode();
    all.current().ifPresent(name -> node.put("current", name));
    var contexts = node.putObject("contexts");
    all.contexts().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> entry.getValue().write(contexts.putObject(entry.getKey())));
    write(file, node);
  }

  private static Optional<String> read(Path file) {
    try {
      if (HAS_MODES
          && Files.exists(file)
          && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
        throw new UsageException(
            "%s holds a token: expected only its owner to read it; run chmod 600 %s"
                .formatted(file, file));
      }
      return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new CannotStartException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static void write(Path file, ObjectNode content) {
    var folder =
        Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file stands in a folder");
    try {
      Files.createDirectories(folder);
      var whole = Files.createTempFile(folder, ".contexts", ".new", ownerOnly());
      Files.writeString(
          whole, new YAMLMapper().writeValueAsString(content), StandardCharsets.UTF_8);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CannotStartException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return HAS_MODES
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
        : new FileAttribute<?>[0];
  }
}
