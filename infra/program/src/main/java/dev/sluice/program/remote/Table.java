package dev.sluice.program.remote;

import dev.sluice.program.exit.OneLine;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Rows under headings, each column as wide as its widest cell.
public final class Table {
  private static final String GAP = "  ";

  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  /// @param headings one a column, at least one
  public Table(String... headings) {
    this.headings = List.of(headings);
  }

  /// Adds a row.
  ///
  /// @param cells one a column; what a terminal would obey is shown as a space
  public Table row(Object... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(
          "expected %d cells, got %d".formatted(headings.size(), cells.length));
    }
    rows.add(List.of(cells).stream().map(cell -> OneLine.of(cell.toString())).toList());
    return this;
  }

  /// Prints headings and rows.
  public void print(PrintStream out) {
    var widths = new int[headings.size()];
    widen(widths, headings);
    rows.forEach(row -> widen(widths, row));
    out.println(line(widths, headings));
    rows.forEach(row -> out.println(line(widths, row)));
  }

  private static void widen(int[] widths, List<String> row) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], length(row.get(i)));
    }
  }

  private static String line(int[] widths, List<String> row) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - length(row.get(i)))).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
