package dev.sluice.console;

import dev.sluice.api.site.Library;
import dev.sluice.api.site.Site;
import java.util.List;

/// The console in a browser: plain pages and modules, served as they lie in the folder `pages`.
/// Everything that they show comes from the API.
public final class ConsolePages {
  private static final String HOME = "/console/";

  private ConsolePages() {}

  /// The pages and what they import.
  public static Site site() {
    return new Site(
        HOME,
        ConsolePages.class,
        "pages",
        List.of(
            Library.webJar("preact", "dist/preact.module.js"),
            Library.mvnpm("htm", "dist/htm.module.js"),
            Library.webJar("uplot", "dist/uPlot.esm.js")));
  }
}
