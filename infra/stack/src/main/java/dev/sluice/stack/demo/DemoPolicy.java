package dev.sluice.stack.demo;

/// The rings of the demo: three, with soak times that a person waits out.
public final class DemoPolicy {
  private static final String CANARY = "canary";
  private static final String EARLY = "early";
  private static final String BROAD = "broad";

  /// Every device of a demo is switched on, so the gates wait for each of them.
  private static final String DOCUMENT =
      """
      start: automatic
      on-failure: pause
      rings:
        - name: canary
          selector: {tag: canary}
          soak: 500ms
          pull-window: 500ms
          gate: {confirmed: 100%, failed: 2%}
        - name: early
          selector: {tag: early}
          waves: [50%, 100%]
          soak: 500ms
          pull-window: 500ms
          gate: {confirmed: 100%, failed: 2%}
        - name: broad
          selector: {everyone: true}
          waves: [25%, 100%]
          soak: 500ms
          pull-window: 500ms
          gate: {confirmed: 100%, failed: 2%}
      """;

  private DemoPolicy() {}

  /// The policy itself, in YAML.
  public static String policy() {
    return DOCUMENT;
  }

  /// The ring of the device with this number: an eighth are canaries, three eighths early, and no
  /// ring is empty while there are devices enough.
  public static String ringOf(int device, int devices) {
    int canaries = Math.max(1, devices / 8);
    int early = Math.max(1, devices * 3 / 8);
    return device < canaries ? CANARY : device < canaries + early ? EARLY : BROAD;
  }
}
