package dev.sluice.api.server;

import dev.sluice.api.Answer;
import dev.sluice.api.Problem;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files that are being sent, at most [#LIMIT] at a time: each may take long.
final class Downloads {
  private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);
  private static final int LIMIT = 8;

  private final Semaphore places = new Semaphore(LIMIT);

  /// Sends a file; returns when all of it is sent.
  ///
  /// @throws dev.sluice.api.ProblemException 503 if there are as many as there may be
  /// @throws CloseConnectionException if it could not be had to its end
  void serve(Answer.Stream file, ServerResponse response) {
    if (!places.tryAcquire()) {
      throw Problem.unavailable("%d files are being sent already".formatted(LIMIT)).asException();
    }
    try {
      write(file, response);
    } finally {
      places.release();
    }
  }

  private static void write(Answer.Stream file, ServerResponse response) {
    response
        .status(Status.OK_200)
        .header(HeaderNames.CONTENT_TYPE, file.mediaType())
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
    file.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
    try {
      // Closed only after the last byte: closing says that the file is whole.
      OutputStream out = response.outputStream();
      file.content().writeTo(out);
      out.close();
    } catch (IOException | UncheckedIOException e) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("a file was not sent to its end");
      throw new CloseConnectionException("the file is not whole", e);
    }
  }
}
