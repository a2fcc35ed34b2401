package dev.sluice.notifier.audit;

import dev.sluice.console.audit.AuditEntry;
import dev.sluice.console.audit.AuditFilter;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ProductName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The keys of the index, in the order of time.
///
/// | key | value |
/// |---|---|
/// | `t/<time>/<id>` | the entry |
/// | `p/<product>/<time>/<id>`, `r/<rollout>/<time>/<id>`, `w/<who>/<time>/<id>` | nothing |
///
/// `<time>/<id>` is an entry's place, as [TimeIndex] has it.
final class AuditKeys {
  static final String BY_TIME = "t/";

  private AuditKeys() {}

  static String place(AuditEntry entry) {
    return TimeIndex.time(entry.at()) + "/" + entry.id();
  }

  /// What the keys begin with that lead to an entry, beside [#BY_TIME].
  static List<String> prefixes(AuditEntry entry) {
    List<String> prefixes = new ArrayList<>();
    entry.product().map(AuditKeys::of).ifPresent(prefixes::add);
    entry.rollout().map(AuditKeys::of).ifPresent(prefixes::add);
    if (!entry.who().isEmpty()) {
      prefixes.add(of(entry.who()));
    }
    return prefixes;
  }

  /// The index with the fewest entries beside those that are asked for.
  static String prefix(AuditFilter filter) {
    return filter
        .rollout()
        .map(AuditKeys::of)
        .or(() -> filter.who().map(AuditKeys::of))
        .or(() -> filter.product().map(AuditKeys::of))
        .orElse(BY_TIME);
  }

  private static String of(ProductName product) {
    return "p/" + product.value() + "/";
  }

  private static String of(RolloutId rollout) {
    return "r/" + encoded(rollout.toString()) + "/";
  }

  private static String of(String who) {
    return "w/" + encoded(who) + "/";
  }

  /// Without slashes, in ASCII.
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
