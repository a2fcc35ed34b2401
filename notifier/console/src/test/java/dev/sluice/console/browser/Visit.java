package dev.sluice.console.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.sluice.console.InMemoryConsole;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// One person's visit of a console: a window without a past. Whatever the browser complains of is
/// kept; the test that closes it checks that there was nothing.
final class Visit implements AutoCloseable {
  /// For a machine that does other things too, as that of the assertions.
  private static final double LIMIT_MILLIS = 20_000;

  /// Adds up what moves by itself; the browser counts what follows an input separately.
  private static final String WATCH_SHIFTS =
      """
      window.shifted = 0;
      new PerformanceObserver(list => {
        for (const entry of list.getEntries()) {
          if (!entry.hadRecentInput) window.shifted += entry.value;
        }
      }).observe({ type: 'layout-shift', buffered: true });
      """;

  /// The heading of the page that is left carries a mark; the address without a page is that of
  /// the rollouts.
  private static final String LEAVE =
      """
      address => {
        if ((location.hash || '#/rollouts') !== address) {
          document.querySelectorAll('h1').forEach(heading => { heading.dataset.left = ''; });
        }
        location.hash = address;
      }
      """;

  private static final double SHIFT_LIMIT = 0.02;

  private final InMemoryConsole console;
  private final BrowserContext context;
  private final Page page;
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

  /// @param width of the window in pixels
  Visit(Browser browser, InMemoryConsole console, int width, ColorScheme colours) {
    this.console = console;
    this.context =
        browser.newContext(
            new NewContextOptions()
                .setViewportSize(width, width < 600 ? 844 : 900)
                .setColorScheme(colours)
                .setReducedMotion(ReducedMotion.REDUCE));
    context.addInitScript(WATCH_SHIFTS);
    this.page = context.newPage();
    page.setDefaultTimeout(LIMIT_MILLIS);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text() + " at " + message.location());
          }
        });
    page.onPageError(complaints::add);
  }

  /// Logged in with the token of one of the roles.
  static Visit as(String name, Browser browser, InMemoryConsole console) {
    return as(name, browser, console, 1_280, ColorScheme.LIGHT);
  }

  static Visit as(
      String name, Browser browser, InMemoryConsole console, int width, ColorScheme colours) {
    var visit = new Visit(browser, console, width, colours);
    visit.open("/console/");
    visit.login("token-of-" + name);
    assertThat(visit.heading("Rollouts")).isVisible();
    return visit;
  }

  Page page() {
    return page;
  }

  void open(String path) {
    page.navigate(console.uri() + path);
  }

  /// Goes to a page of the console by its address, and waits until the page before it has gone:
  /// what is looked for next may stand on both.
  void go(String address) {
    page.evaluate(LEAVE, address);
    assertThat(page.locator("h1[data-left]")).hasCount(0);
  }

  void login(String token) {
    page.getByLabel("Token").fill(token);
    button("Log in").click();
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator heading(String name) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setLevel(1));
  }

  /// Orders something as a person does: the button, the reason, the button of the dialog.
  void order(String label, String reason) {
    button(label + "…").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("Reason").fill(reason);
    dialog
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(label).setExact(true))
        .click();
    awaitDialogGone();
  }

  /// Waits until the page has taken the dialog away: one that is only closed is not seen any more,
  /// but what is pressed then, faster than people can, goes with it.
  void awaitDialogGone() {
    assertThat(page.locator("dialog")).hasCount(0);
  }

  /// Nothing sticks out sideways, nothing jumped, axe finds no serious fault.
  void check(String name) {
    assertThat(number("document.documentElement.scrollWidth - innerWidth"))
        .as("%s: pixels wider than the window", name)
        .isLessThanOrEqualTo(0);
    assertThat(number("window.shifted")).as("%s: layout shifts", name).isLessThan(SHIFT_LIMIT);
    // What the next page does is its own.
    page.evaluate("window.shifted = 0");
    List<String> faults =
        // Without a second window for each look.
        new AxeBuilder(page)
            .setLegacyMode(true).analyze().getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map(Visit::words)
                .toList();
    assertThat(faults).as(name).isEmpty();
  }

  private double number(String script) {
    return ((Number) page.evaluate(script)).doubleValue();
  }

  private static String words(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getHelp()
        + rule.getNodes().stream().map(node -> "\n  " + node.getHtml()).toList();
  }

  /// Keeps a picture of the whole page, for people.
  void picture(String name) {
    page.screenshot(
        new ScreenshotOptions()
            .setPath(Path.of("target", "browser", name + ".png"))
            .setFullPage(true));
  }

  /// Waits until the browser has noted so many refusals; they are forgotten.
  ///
  /// @param part what each note has
  void expectRefusals(int number, String part) {
    page.waitForCondition(() -> complaints.size() >= number);
    assertThat(takeComplaints()).hasSize(number).allMatch(text -> text.contains(part));
  }

  /// What the browser complained of up to now, which is forgotten.
  List<String> takeComplaints() {
    var taken = List.copyOf(complaints);
    complaints.clear();
    return taken;
  }

  @Override
  public void close() {
    context.close();
    assertThat(complaints).isEmpty();
  }
}
