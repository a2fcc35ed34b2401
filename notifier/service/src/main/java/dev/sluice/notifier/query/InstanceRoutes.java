package dev.sluice.notifier.query;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.api.schema.ApiJson;
import dev.sluice.events.principal.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/// What instances ask each other: answered from this one's own stores only, so that no question
/// goes in circles.
///
/// The instance that a person asked has checked what that person may see. So only instances may ask
/// here, each with a token that it makes for itself: see [InstanceToken].
public final class InstanceRoutes implements ApiRoutes {
  static final String PATH = "/instances/questions/";

  private final LocalStores local;
  private final Map<String, StoreQuery<?>> kinds;
  private final int partitions;

  /// @param partitions of the topology
  /// @param kinds every kind of question that there is
  public InstanceRoutes(KafkaStreams streams, int partitions, List<StoreQuery<?>> kinds) {
    this.local = new LocalStores(streams);
    this.partitions = partitions;
    this.kinds = kinds.stream().collect(Collectors.toMap(StoreQuery::kind, Function.identity()));
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH + "{kind}")
            .summary("For other instances of the notifier: what this one's own partitions hold")
            .roles(Role.VIEWER)
            .query("partitions", "numbers, separated by commas; all must be held here")
            .query("question", "in JSON")
            .answers(200, Answered.class)
            .to(this::answer));
  }

  private Answer answer(ApiRequest request) throws IOException {
    if (!request.principal().isInstance()) {
      throw Problem.forbidden("only instances of the notifier may ask this").asException();
    }
    @Nullable StoreQuery<?> query = kinds.get(request.path("kind"));
    if (query == null) {
      throw Problem.notFound("there is no such question")
          .withAdvice("run the same version of the notifier everywhere")
          .asException();
    }
    return Answer.ok(Answered.of(ask(query, request)));
  }

  private <Q extends Record> List<Found> ask(StoreQuery<Q> query, ApiRequest request)
      throws IOException {
    List<Integer> wanted =
        request
            .query("partitions", this::numbers)
            .orElseThrow(() -> Problem.badRequest("expected partitions").asException());
    Q question =
        request
            .query("question", text -> read(text, query.question()))
            .orElseThrow(() -> Problem.badRequest("expected a question").asException());
    List<Found> found = new ArrayList<>();
    for (int partition : wanted) {
      found.addAll(
          local
              .ask(query, question, partition)
              .orElseThrow(
                  () ->
                      new IOException(
                          "%s: partition %d is not here now".formatted(query.store(), partition))));
    }
    return found;
  }

  private List<Integer> numbers(String text) {
    List<Integer> numbers =
        Arrays.stream(text.split(",")).map(Integer::parseInt).distinct().toList();
    if (numbers.stream().anyMatch(number -> number < 0 || number >= partitions)) {
      throw new IllegalArgumentException("expected numbers below %d".formatted(partitions));
    }
    return numbers;
  }

  private static <Q> Q read(String text, Class<Q> type) {
    try {
      return ApiJson.read(ApiJson.parse(text.getBytes(StandardCharsets.UTF_8)), type);
    } catch (IOException e) {
      throw new IllegalArgumentException("expected JSON: " + e.getMessage(), e);
    }
  }
}
