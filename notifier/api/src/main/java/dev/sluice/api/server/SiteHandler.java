package dev.sluice.api.server;

import dev.sluice.api.site.Site;
import dev.sluice.api.site.SiteFile;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.Optional;

/// Serves the pages of a site to anybody; only GET and HEAD.
record SiteHandler(Site site, AccessLog log) {
  private static final String ROUTE = "(pages)";

  /// Scripts, styles and requests of the own origin only: text of others that got into a page runs
  /// nothing, loads nothing, tells nothing, and no other page shows ours in a frame.
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
          + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", POLICY,
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          // A file is asked for again each time, and its ETag makes that cheap: pages and API fit.
          "Cache-Control", "no-cache");

  /// Serves what the site has under the request's path.
  ///
  /// @return whether it has something
  boolean serve(ServerRequest request, ServerResponse response) {
    long start = System.nanoTime();
    Method method = request.prologue().method();
    if (!method.equals(Method.GET) && !method.equals(Method.HEAD)) {
      return false;
    }
    String path = request.path().path();
    if (path.equals("/") || (path + "/").equals(site.home())) {
      return redirect(response, start);
    }
    Optional<SiteFile> file = site.find(path);
    file.ifPresent(found -> send(request, response, found, start));
    return file.isPresent();
  }

  private boolean redirect(ServerResponse response, long start) {
    response.status(Status.FOUND_302).header(HeaderNames.LOCATION, site.home()).send();
    log.answered("GET", ROUTE, 302, "", start);
    return true;
  }

  private void send(ServerRequest request, ServerResponse response, SiteFile file, long start) {
    HEADERS.forEach((name, value) -> response.header(HeaderNames.create(name), value));
    response.header(HeaderNames.ETAG, file.etag());
    boolean isKnown =
        request.headers().first(HeaderNames.IF_NONE_MATCH).filter(file.etag()::equals).isPresent();
    Status status = isKnown ? Status.NOT_MODIFIED_304 : Status.OK_200;
    response.status(status);
    if (!isKnown) {
      response.header(HeaderNames.CONTENT_TYPE, file.mediaType());
    }
    if (isKnown || request.prologue().method().equals(Method.HEAD)) {
      response.send();
    } else {
      response.send(file.content());
    }
    log.answered("GET", ROUTE, status.code(), "", start);
  }
}
