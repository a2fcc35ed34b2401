import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Checks (`check`) or rewrites (`write`) the layout of every Java source below the current folder.
class Format {
  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    Formatter formatter = new Formatter();
    List<Path> sources;
    try (Stream<Path> files = Files.walk(Path.of(""))) {
      sources = files.filter(f -> f.toString().endsWith(".java") && f.toString().contains("src/")).sorted().toList();
    }
    List<Path> wrong =
        sources.parallelStream()
            .filter(
                source -> {
                  try {
                    String before = Files.readString(source);
                    String after = formatter.formatSource(
                        ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(before), Style.GOOGLE));
                    if (before.equals(after)) {
                      return false;
                    }
                    if (write) {
                      Files.writeString(source, after);
                    }
                    return true;
                  } catch (Exception e) {
                    throw new IllegalStateException(source + ": " + e.getMessage(), e);
                  }
                })
            .toList();
    if (write) {
      System.out.println("formatted " + wrong.size() + " of " + sources.size() + " files");
    } else if (!wrong.isEmpty()) {
      wrong.forEach(file -> System.err.println("not formatted: " + file));
      System.err.println("run: mvn -N validate -Dformat");
      System.exit(1);
    }
  }
}
