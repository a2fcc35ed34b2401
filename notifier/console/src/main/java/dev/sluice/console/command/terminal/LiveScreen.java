package dev.sluice.console.command.terminal;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A picture on a terminal that is redrawn in place, at once when it changes and every second,
/// since
/// time passes and windows change their size. For any number of threads.
///
/// It draws on the terminal's second screen. When it is closed, and also when the process ends by
/// Ctrl-C, the first one comes back as it was and the last picture is printed there, so that it
/// stays.
public final class LiveScreen implements AutoCloseable {
  /// What terminals of all kinds understand.
  private static final String OPEN = "\u001b[?1049h\u001b[?25l";

  private static final String CLOSE = "\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String TO_END_OF_LINE = "\u001b[K";
  private static final String TO_END_OF_SCREEN = "\u001b[J";
  private static final long TICK_MILLIS = 1_000;

  private final PrintStream out;
  private final Supplier<TerminalSize> size;
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final Thread hook = new Thread(this::end);

  private Optional<Drawing> shown = Optional.empty();
  private boolean isOpen = true;

  private LiveScreen(PrintStream out, Supplier<TerminalSize> size) {
    this.out = out;
    this.size = size;
  }

  /// Opens the second screen; the caller closes it.
  ///
  /// @param size asked before each redrawing
  public static LiveScreen open(PrintStream out, Supplier<TerminalSize> size) {
    var screen = new LiveScreen(out, size);
    Runtime.getRuntime().addShutdownHook(screen.hook);
    out.print(OPEN);
    out.flush();
    var _ =
        screen.ticks.scheduleWithFixedDelay(
            screen::redraw, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return screen;
  }

  /// Shows a picture in the place of the last.
  public void show(Drawing drawing) {
    synchronized (this) {
      shown = Optional.of(drawing);
    }
    redraw();
  }

  private synchronized void redraw() {
    if (isOpen && shown.isPresent()) {
      TerminalSize now = size.get();
      out.print(picture(shown.get().lines(now.columns()), now.rows()));
      out.flush();
    }
  }

  /// What does not fit is cut, and said.
  private static String picture(List<String> lines, int rows) {
    boolean fits = lines.size() <= rows;
    List<String> seen = fits ? lines : lines.subList(0, rows - 1);
    var picture = new StringBuilder(HOME);
    for (int i = 0; i < seen.size(); i++) {
      picture.append(i == 0 ? "" : "\r\n").append(seen.get(i)).append(TO_END_OF_LINE);
    }
    if (!fits) {
      picture
          .append("\r\n… %d more lines".formatted(lines.size() - seen.size()))
          .append(TO_END_OF_LINE);
    }
    return picture.append(TO_END_OF_SCREEN).toString();
  }

  private synchronized void end() {
    if (isOpen) {
      isOpen = false;
      out.print(CLOSE);
      shown.ifPresent(drawing -> drawing.lines(size.get().columns()).forEach(out::println));
      out.flush();
    }
  }

  @Override
  public void close() {
    ticks.shutdownNow();
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending: the hook runs, and finds it closed.
    }
  }
}
