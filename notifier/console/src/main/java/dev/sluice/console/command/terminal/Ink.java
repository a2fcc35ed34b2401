package dev.sluice.console.command.terminal;

/// Colours, where they are wanted. What a colour says a word or a sign says too.
///
/// @param isColoured false leaves texts as they are: no terminal, or `NO_COLOR`
public record Ink(boolean isColoured) {
  /// For what went well.
  public String good(String text) {
    return in("32", text);
  }

  /// For what did not.
  public String bad(String text) {
    return in("31", text);
  }

  /// For what waits for a person.
  public String warn(String text) {
    return in("33", text);
  }

  /// For what is under way.
  public String live(String text) {
    return in("36", text);
  }

  /// For what matters less.
  public String faint(String text) {
    return in("2", text);
  }

  /// For what matters most.
  public String strong(String text) {
    return in("1", text);
  }

  private String in(String code, String text) {
    return isColoured && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
