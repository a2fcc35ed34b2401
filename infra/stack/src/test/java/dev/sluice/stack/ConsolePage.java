package dev.sluice.stack;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.sluice.console.browser.Chromium;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// A page of a running console, in a browser: where there is none, it says so and looks at nothing.
final class ConsolePage {
  /// What Playwright starts; comes with the profile `browser` alone, for all systems at once.
  private static final String DRIVER = "driver/linux/node";

  private ConsolePage() {}

  /// Logs in and looks at a page.
  ///
  /// @param link that logs in once
  /// @param address of the page, from `#` on
  /// @param heading words that stand on it as soon as it is whole
  /// @param check gets all its words, with one space between two
  static void look(String link, String address, String heading, Consumer<String> check) {
    Optional<Path> program = Chromium.find();
    if (program.isEmpty() || !hasDriver()) {
      System.out.println(
          "the console's page is not looked at: it needs a Chromium and `mvn -Pbrowser`");
      return;
    }
    try (var browser = Chromium.start(program.get());
        Page page = browser.browser().newPage()) {
      page.navigate(link);
      assertThat(page.locator(".who")).isVisible();
      page.evaluate("address => { location.hash = address; }", address);
      assertThat(page.locator("main")).containsText(heading);
      check.accept(page.locator("main").innerText().replaceAll("\\s+", " "));
    }
  }

  private static boolean hasDriver() {
    return ConsolePage.class.getClassLoader().getResource(DRIVER) != null;
  }
}
