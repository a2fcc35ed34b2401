package dev.sluice.events;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Every event that there is, by its CloudEvents type; for documents.
public final class EventTypes {
  private EventTypes() {}

  /// The records by type, such as `release.signed`.
  public static SortedMap<String, Class<? extends Event>> all() {
    SortedMap<String, Class<? extends Event>> types = new TreeMap<>();
    collect(Event.class, types);
    return types;
  }

  private static void collect(
      Class<? extends Event> type, Map<String, Class<? extends Event>> found) {
    if (!type.isSealed()) {
      found.put(typeOf(type), type);
      return;
    }
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      collect(permitted.asSubclass(Event.class), found);
    }
  }

  /// Each event keeps its type in a constant, as [Event] says.
  private static String typeOf(Class<? extends Event> event) {
    try {
      return String.valueOf(event.getDeclaredField("TYPE").get(null));
    } catch (NoSuchFieldException | IllegalAccessException e) {
      throw new IllegalStateException(event + " needs a constant TYPE", e);
    }
  }
}
