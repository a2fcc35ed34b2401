import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Checks (`check`) or rewrites (`write`) the layout of every Java source below the current folder, or
/// below the folders named after the mode.
class Format {
  private static final int COLUMNS = 100;
  private static final Pattern DOC_LINE = Pattern.compile("(\\s*/// )(- +|@\\w+ +)?(.*)");

  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    List<String> folders = args.length == 1 ? List.of("") : List.of(args).subList(1, args.length);
    List<Path> sources = new ArrayList<>();
    for (String folder : folders) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        sources.addAll(
            files.filter(f -> f.toString().endsWith(".java") && f.toString().contains("src/")).sorted().toList());
      }
    }
    List<Path> wrong = sources.parallelStream().filter(source -> isWrong(source, write)).toList();
    if (write) {
      System.out.println("formatted " + wrong.size() + " of " + sources.size() + " files");
    } else if (!wrong.isEmpty()) {
      wrong.forEach(file -> System.err.println("not formatted: " + file));
      System.err.println("run: mvn -N validate -Dformat");
      System.exit(1);
    }
  }

  private static boolean isWrong(Path source, boolean write) {
    try {
      String before = Files.readString(source);
      String wrapped = before.lines().map(Format::wrapDoc).collect(Collectors.joining("\n", "", "\n"));
      String after =
          new Formatter()
              .formatSource(
                  ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(wrapped), Style.GOOGLE));
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
  }

  /// The formatter would break a long Markdown doc line into an ordinary comment: we break it first.
  private static String wrapDoc(String line) {
    Matcher doc = DOC_LINE.matcher(line);
    if (line.length() <= COLUMNS || !doc.matches() || doc.group(3).startsWith("|")) {
      return line;
    }
    int cut = line.lastIndexOf(' ', COLUMNS);
    int start = doc.start(3);
    if (cut <= start) {
      return line;
    }
    String indent = doc.group(2) == null ? "" : doc.group(2).startsWith("@") ? "    " : "  ";
    // A table row or a text already indented keeps its own indentation.
    Matcher own = Pattern.compile("^ *").matcher(doc.group(3));
    String deeper = own.find() ? own.group() : "";
    return line.substring(0, cut) + "\n" + wrapDoc(doc.group(1) + indent + deeper + line.substring(cut + 1));
  }
}
