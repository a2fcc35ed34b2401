package dev.sluice.api.site;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The files of a web site: those of one folder on the class path, and some of libraries. For any
/// number of threads.
///
/// A path becomes the name of a resource only if it is a plain file name, so that no path leads out
/// of the folder. What was read once is kept: there are no more files than the build put there.
public final class Site {
  private static final Pattern FILE = Pattern.compile("[a-z][a-z0-9-]*\\.([a-z]+)");
  private static final String INDEX = "index.html";
  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final String home;
  private final Class<?> owner;
  private final String folder;
  private final Map<String, Library> libraries;
  private final Map<String, SiteFile> read = new ConcurrentHashMap<>();

  /// @param home path of the first page, with slashes at both ends: `/console/`
  /// @param owner a type of the package that the folder lies in
  /// @param folder of the site's own files
  /// @param libraries what its pages import, each served below `/webjars/`
  /// @throws IllegalStateException if the first page or a library is not on the class path
  public Site(String home, Class<?> owner, String folder, List<Library> libraries) {
    this.home = home;
    this.owner = owner;
    this.folder = folder;
    this.libraries =
        libraries.stream()
            .collect(Collectors.toUnmodifiableMap(Library::path, Function.identity()));
    // A file that the build left out is a bug, and a start is when somebody looks.
    require(home);
    libraries.forEach(library -> require(library.path()));
  }

  private void require(String path) {
    if (find(path).isEmpty()) {
      throw new IllegalStateException("expected a file for " + path + " on the class path");
    }
  }

  /// The path of the first page.
  public String home() {
    return home;
  }

  /// The file that is served under a path; empty if there is none.
  public Optional<SiteFile> find(String path) {
    @Nullable SiteFile known = read.get(path);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<SiteFile> found = load(path);
    found.ifPresent(file -> read.put(path, file));
    return found;
  }

  private Optional<SiteFile> load(String path) {
    @Nullable Library library = libraries.get(path);
    if (library != null) {
      ClassLoader loader = owner.getClassLoader();
      return load(loader.getResourceAsStream(library.resource(loader)), MEDIA_TYPES.get("js"));
    }
    if (!path.startsWith(home)) {
      return Optional.empty();
    }
    String name = path.equals(home) ? INDEX : path.substring(home.length());
    Matcher file = FILE.matcher(name);
    return file.matches()
        ? load(owner.getResourceAsStream(folder + "/" + name), MEDIA_TYPES.get(file.group(1)))
        : Optional.empty();
  }

  private static Optional<SiteFile> load(
      @Nullable InputStream resource, @Nullable String mediaType) {
    if (resource == null || mediaType == null) {
      return Optional.empty();
    }
    try (resource) {
      return Optional.of(new SiteFile(resource.readAllBytes(), mediaType));
    } catch (IOException e) {
      throw new IllegalStateException("a resource cannot be read: " + e.getMessage(), e);
    }
  }
}
