package dev.sluice.tuf.fake;

import dev.sluice.tuf.trust.Fetch;
import dev.sluice.tuf.trust.LookupStep;
import dev.sluice.tuf.trust.Refresh;
import dev.sluice.tuf.trust.RefreshStep;
import dev.sluice.tuf.trust.TargetLookup;
import dev.sluice.tuf.trust.TrustLimits;
import dev.sluice.tuf.trust.TrustedMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Drives the trust rules against files in memory.
public final class FakeClient {
  private final Map<String, byte[]> files;
  private final TrustLimits limits;
  private final List<String> fetched = new ArrayList<>();

  /// A client of these files, which may change while it is used.
  public FakeClient(Map<String, byte[]> files) {
    this(files, TrustLimits.DEFAULT);
  }

  /// A client with limits of its own.
  public FakeClient(Map<String, byte[]> files, TrustLimits limits) {
    this.files = files;
    this.limits = limits;
  }

  /// Every path asked for so far, in order.
  public List<String> fetched() {
    return List.copyOf(fetched);
  }

  /// A refresh to its end; its last step says how it ended.
  public Refresh refresh(TrustedMetadata local, Instant now) {
    var refresh = Refresh.start(local, now, limits);
    while (refresh.step() instanceof Fetch fetch) {
      byte[] bytes = get(fetch);
      refresh = bytes.length == 0 ? refresh.absent() : refresh.received(bytes);
    }
    return refresh;
  }

  /// A refresh that must succeed.
  public TrustedMetadata refreshed(TrustedMetadata local, Instant now) {
    return switch (refresh(local, now).step()) {
      case RefreshStep.Done(var trusted) -> trusted;
      case RefreshStep.Refused(var refusal) -> throw new AssertionError(refusal.message());
      case Fetch fetch -> throw new AssertionError(fetch);
    };
  }

  /// A lookup to its end.
  public LookupStep lookup(TrustedMetadata trusted, String targetPath, Instant now) {
    var lookup = TargetLookup.start(trusted, targetPath, now, limits);
    while (lookup.step() instanceof Fetch fetch) {
      byte[] bytes = get(fetch);
      lookup = bytes.length == 0 ? lookup.absent() : lookup.received(bytes);
    }
    return lookup.step();
  }

  private byte[] get(Fetch fetch) {
    fetched.add(fetch.path());
    return files.getOrDefault(fetch.path(), new byte[0]);
  }
}
