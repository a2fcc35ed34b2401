package dev.sluice.api;

import dev.sluice.events.principal.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// One thing that an API does: what is asked, who may ask, what is answered.
///
/// [Role#ADMIN] may call every route. Every route may also answer with a [Problem].
///
/// @param method what is done
/// @param path below `/api/v1`, parameters in braces: `/rollouts/{product}/{counter}`
/// @param summary one sentence for people
/// @param roles who may call it, beside admins
/// @param isOpen whether it needs no token at all
/// @param queries the parameters of its query
/// @param body what it is sent; [Shape.Empty] for nothing
/// @param bodyLimitBytes longest body; 0 for the server's own limit
/// @param answers the form of the answer by status, 200 to 299
/// @param handler answers
public record Route(
    Method method,
    String path,
    String summary,
    Set<Role> roles,
    boolean isOpen,
    List<Parameter> queries,
    Shape body,
    int bodyLimitBytes,
    SortedMap<Integer, Shape> answers,
    Handler handler) {
  private static final Pattern PATH = Pattern.compile("(/[a-z-]+|/\\{[a-z]+})+");

  /// Checks the path and that it answers something, and copies.
  public Route {
    roles = Collections.unmodifiableSet(EnumSet.copyOf(roles));
    queries = List.copyOf(queries);
    answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("expected a path like /things/{id}, got " + path);
    }
    if (answers.isEmpty() || summary.isBlank() || bodyLimitBytes < 0) {
      throw new IllegalArgumentException(path + " needs a summary and an answer");
    }
  }

  /// A route that reads; by anybody with a token unless roles are named.
  public static Draft get(String path) {
    return new Draft(Method.GET, path).roles(Role.values());
  }

  /// A route that orders or makes; by admins unless roles are named.
  public static Draft post(String path) {
    return new Draft(Method.POST, path);
  }

  /// A route that replaces; by admins unless roles are named.
  public static Draft put(String path) {
    return new Draft(Method.PUT, path);
  }

  /// A route that ends something; by admins unless roles are named.
  public static Draft delete(String path) {
    return new Draft(Method.DELETE, path);
  }

  /// A route in the making; for one thread.
  public static final class Draft {
    private final Method method;
    private final String path;
    private final List<Parameter> queries = new ArrayList<>();
    private final SortedMap<Integer, Shape> answers = new TreeMap<>();
    private Set<Role> roles = EnumSet.of(Role.ADMIN);
    private boolean isOpen;
    private String summary = "";
    private Shape body = new Shape.Empty();
    private int bodyLimitBytes;

    private Draft(Method method, String path) {
      this.method = method;
      this.path = path;
    }

    /// One sentence for people.
    public Draft summary(String sentence) {
      summary = sentence;
      return this;
    }

    /// Who may call it; admins always.
    public Draft roles(Role... allowed) {
      roles = EnumSet.of(Role.ADMIN, allowed);
      return this;
    }

    /// Anybody may call it, without a token; [ApiRequest#caller()] says who, if known.
    public Draft open() {
      isOpen = true;
      return this;
    }

    /// A parameter of the query; all are optional.
    public Draft query(String name, String describes) {
      queries.add(new Parameter(name, describes));
      return this;
    }

    /// A record as JSON is sent.
    public Draft body(Class<?> type) {
      body = new Shape.Json(type);
      return this;
    }

    /// Text is sent.
    public Draft text(String mediaType) {
      body = new Shape.Text(mediaType);
      return this;
    }

    /// The longest body, where the server's own limit does not fit.
    public Draft bodyLimit(int bytes) {
      bodyLimitBytes = bytes;
      return this;
    }

    /// Answers this status with a record as JSON.
    public Draft answers(int status, Class<?> type) {
      answers.put(status, new Shape.Json(type));
      return this;
    }

    /// Answers 204 with nothing.
    public Draft answersNothing() {
      answers.put(204, new Shape.Empty());
      return this;
    }

    /// Answers 200 with a [Page] of records; takes `cursor` and `limit`.
    public Draft answersPage(Class<?> item) {
      answers.put(200, new Shape.Pages(item));
      return query("cursor", "the next of the page before")
          .query("limit", "most items, 1 to %d".formatted(PageRequest.MAX_LIMIT));
    }

    /// Answers 200 with a file, in the language that the request asks for.
    public Draft answersFile(String... mediaTypes) {
      answers.put(200, new Shape.File(List.of(mediaTypes)));
      return this;
    }

    /// Answers 200 with server-sent events, each with a record as its data.
    public Draft answersEvents(Class<?> data) {
      answers.put(200, new Shape.Events(data));
      return this;
    }

    /// The route, answered by `handler`.
    public Route to(Handler handler) {
      return new Route(
          method, path, summary, roles, isOpen, queries, body, bodyLimitBytes, answers, handler);
    }
  }

  /// The form of its answer with this status, if it declares one.
  public Optional<Shape> findAnswer(int status) {
    return Optional.ofNullable(answers.get(status));
  }
}
