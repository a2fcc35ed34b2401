package dev.sluice.stack.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The file system of an image that comes from nowhere but this machine: a Java runtime, programs
/// of the machine, and the libraries that they load.
final class ImageFiles {
  private static final Pattern LIBRARY = Pattern.compile("(?:=> )?(/\\S+) \\(0x");

  /// Where Debian and others keep libraries.
  private static final List<String> LIBRARY_FOLDERS =
      List.of(
          "/lib/x86_64-linux-gnu",
          "/lib/aarch64-linux-gnu",
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/lib64",
          "/usr/lib64");

  /// What the resolver and native libraries in jars (RocksDB's, say) load beside what `ldd` tells.
  private static final List<String> LOADED_LATER =
      List.of(
          "libnss_dns.so.2",
          "libnss_files.so.2",
          "libresolv.so.2",
          "libstdc++.so.6",
          "libgcc_s.so.1",
          "libdl.so.2",
          "librt.so.1",
          "libpthread.so.0");

  private static final String MODULES =
      "java.se,jdk.unsupported,jdk.httpserver,jdk.crypto.ec,jdk.management,jdk.naming.dns,jdk.zipfs,jdk.jfr";

  private final Path root;

  private ImageFiles(Path root) {
    this.root = root;
  }

  /// Gathers the files below a folder; the runtime that an earlier run left there is used again.
  ///
  /// @param programs of the machine, by absolute path
  /// @param user id of the user that containers run as beside root
  /// @return the folder
  static Path gather(Path root, List<Path> programs, int user) throws IOException {
    var files = new ImageFiles(Files.createDirectories(root));
    files.linkRuntime();
    Path java = root.resolve("opt/java");
    files.copyLibraries(java.resolve("bin/java"));
    files.copyLibraries(java.resolve("lib/server/libjvm.so"));
    for (Path program : programs) {
      files.copy(program);
      files.copyLibraries(program);
    }
    for (String name : LOADED_LATER) {
      files.copyLibrary(name);
    }
    files.write("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
    files.write(
        "etc/passwd",
        "root:x:0:0:root:/:/\n%s:x:%d:%d::%s:/\n"
            .formatted(Engineer.NAME, user, user, Engineer.HOME));
    files.write("etc/group", "root:x:0:\n%s:x:%d:\n".formatted(Engineer.NAME, user));
    return root;
  }

  private void linkRuntime() throws IOException {
    Path runtime = root.resolve("opt/java");
    if (Files.exists(runtime.resolve("bin/java"))) {
      return;
    }
    Files.createDirectories(runtime.getParent());
    var _ =
        Command.run(
            Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
            "--add-modules",
            MODULES,
            "--strip-debug",
            "--no-man-pages",
            "--no-header-files",
            // Twenty-five JVMs start from it.
            "--generate-cds-archive",
            "--output",
            runtime.toString());
  }

  private void copyLibraries(Path binary) throws IOException {
    Matcher library = LIBRARY.matcher(Command.run("ldd", binary.toString()));
    while (library.find()) {
      Path file = Path.of(library.group(1));
      if (!file.startsWith(root)) {
        copy(file);
      }
    }
  }

  private void copyLibrary(String name) throws IOException {
    try (Stream<Path> places = LIBRARY_FOLDERS.stream().map(folder -> Path.of(folder, name))) {
      for (Path file : places.filter(Files::exists).limit(1).toList()) {
        copy(file);
      }
    }
  }

  /// Copies what a path leads to, under the name of the path.
  private void copy(Path file) throws IOException {
    Path copy = root.resolve(Path.of("/").relativize(file));
    if (!Files.exists(copy)) {
      Files.createDirectories(copy.getParent());
      Files.copy(file.toRealPath(), copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
