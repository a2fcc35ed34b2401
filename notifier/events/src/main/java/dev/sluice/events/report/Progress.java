package dev.sluice.events.report;

import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.field.Fields;
import dev.sluice.release.Members;
import dev.sluice.release.Version;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// What a step of an update reached.
public sealed interface Progress {
  /// Longest text in UTF-16 units: a report of the most steps fits a hub's longest message.
  int MAX_TEXT_LENGTH = 160;

  /// The device saw for the first time that it is admitted.
  record Told() implements Progress {}

  /// The device waits.
  ///
  /// @param why for what, in words
  record Waiting(String why) implements Progress {
    /// Checks the text.
    public Waiting {
      requireText(why);
    }
  }

  /// The device began to bring the release.
  record Started() implements Progress {}

  /// All bytes are there.
  ///
  /// @param source who gave them
  /// @param form what they were
  /// @param lengthBytes how many came, 0 or more; after a restart amid fetching, what came since
  /// @param wholeBytes the length of the artifact that they make, 0 or more; 0 from earlier agents,
  ///     which did not say
  record Fetched(Source source, Form form, long lengthBytes, long wholeBytes) implements Progress {
    /// Checks the lengths.
    public Fetched {
      Fields.require(lengthBytes >= 0, "length out of range: " + lengthBytes);
      Fields.require(wholeBytes >= 0, "length out of range: " + wholeBytes);
    }

    /// What an earlier agent says.
    public Fetched(Source source, Form form, long lengthBytes) {
      this(source, form, lengthBytes, 0);
    }
  }

  /// The artifact was made from what was fetched.
  record Applied() implements Progress {}

  /// The artifact is in its place.
  record Switched() implements Progress {}

  /// The new version was found healthy.
  record Healthy() implements Progress {}

  /// A floor release runs, and was found healthy if that is looked at; the device goes on from it.
  ///
  /// @param version of the floor release
  record Passed(Version version) implements Progress {}

  /// The device said how it ended.
  ///
  /// @param why the reason in words; empty if there is nothing to say
  record Confirmed(Outcome outcome, String why) implements Progress {
    /// Checks the text.
    public Confirmed {
      requireText(why);
    }
  }

  /// What ran before runs again.
  record RolledBack() implements Progress {}

  /// Who gave the bytes of an artifact.
  enum Source {
    /// The edge node that the device asks.
    EDGE,
    /// Another device.
    PEER,
    /// The repository itself.
    ORIGIN
  }

  /// In which form the bytes of an artifact came.
  enum Form {
    /// A patch to what was installed, or several.
    DELTA,
    /// All of it, compressed.
    COMPRESSED,
    /// All of it, as it is.
    FULL
  }

  /// A text cut to the length that is allowed.
  static String cut(String text) {
    if (text.length() <= MAX_TEXT_LENGTH) {
      return text;
    }
    int end = MAX_TEXT_LENGTH - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /// What it is called in documents, such as `rolled-back`.
  default String word() {
    return switch (this) {
      case Told _ -> "told";
      case Waiting _ -> "waiting";
      case Started _ -> "started";
      case Fetched _ -> "fetched";
      case Applied _ -> "applied";
      case Switched _ -> "switched";
      case Healthy _ -> "healthy";
      case Passed _ -> "passed";
      case Confirmed _ -> "confirmed";
      case RolledBack _ -> "rolled-back";
    };
  }

  /// Adds it to a document.
  default void addTo(JsonObject.Builder json) {
    json.put("step", word());
    switch (this) {
      case Waiting(var why) -> json.put("text", why);
      case Fetched(var source, var form, var lengthBytes, var wholeBytes) -> {
        json.put("source", Fields.word(source))
            .put("form", Fields.word(form))
            .put("lengthBytes", lengthBytes);
        if (wholeBytes > 0) {
          json.put("wholeBytes", wholeBytes);
        }
      }
      case Passed(var version) -> json.put("version", version.value());
      case Confirmed(var outcome, var why) ->
          json.put("outcome", Fields.word(outcome)).put("text", why);
      case Told _, Started _, Applied _, Switched _, Healthy _, RolledBack _ -> {}
    }
  }

  /// Reads what [#addTo(JsonObject.Builder)] added.
  ///
  /// @throws MalformedJsonException if there is anything else
  static Progress ofDocument(JsonObject json) throws MalformedJsonException {
    return switch (json.requireString("step")) {
      case "told" -> new Told();
      case "waiting" -> new Waiting(text(json));
      case "started" -> new Started();
      case "fetched" ->
          new Fetched(
              Fields.constant(json, "source", Source.class),
              Fields.constant(json, "form", Form.class),
              Fields.count(json, "lengthBytes"),
              json.has("wholeBytes") ? Fields.count(json, "wholeBytes") : 0);
      case "applied" -> new Applied();
      case "switched" -> new Switched();
      case "healthy" -> new Healthy();
      case "passed" -> new Passed(Members.requireVersion(json, "version"));
      case "confirmed" ->
          new Confirmed(Fields.constant(json, "outcome", Outcome.class), text(json));
      case "rolled-back" -> new RolledBack();
      default -> throw json.malformed("step", "a step of an update");
    };
  }

  private static void requireText(String text) {
    Fields.require(
        Fields.isText(text, MAX_TEXT_LENGTH),
        "text must be Unicode of at most " + MAX_TEXT_LENGTH + " characters");
  }

  private static String text(JsonObject json) throws MalformedJsonException {
    return Fields.text(json, "text", MAX_TEXT_LENGTH);
  }
}
