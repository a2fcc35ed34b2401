package dev.sluice.agent.check;

import dev.sluice.update.port.HealthResult;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Looks whether an address answers a GET with a status of 200 to 299. Its body is not read.
///
/// All agents of a process share one client.
record HttpProbe(URI address) implements Probe {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  @Override
  public HealthResult look(String mark, Duration limit) throws InterruptedException {
    CompletableFuture<HttpResponse<InputStream>> response =
        CLIENT.sendAsync(
            HttpRequest.newBuilder(address).GET().build(), BodyHandlers.ofInputStream());
    try {
      return judge(response.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return unhealthy(String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      return unhealthy("no answer within " + limit);
    } finally {
      response.cancel(true);
    }
  }

  private HealthResult judge(HttpResponse<InputStream> response) {
    try (InputStream unread = response.body()) {
      int status = response.statusCode();
      return status >= 200 && status <= 299
          ? new HealthResult.Healthy()
          : unhealthy("status must be 200 to 299, got " + status);
    } catch (IOException e) {
      return unhealthy(e.toString());
    }
  }

  private HealthResult unhealthy(String detail) {
    return new HealthResult.Unhealthy(address + ": " + detail);
  }
}
