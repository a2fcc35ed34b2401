package dev.sluice.bench;

import dev.sluice.tuf.fake.FakeClient;
import dev.sluice.tuf.fake.FakeRepository;
import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.StrictJson;
import dev.sluice.tuf.trust.LookupStep;
import dev.sluice.tuf.trust.TrustedMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What a device spends on trust: parsing, canonical bytes, and a whole refresh with a lookup.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
public class TrustBenchmark {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final String ROLE = "product.firmware";

  /// Targets of the product role.
  @Param({"10", "1000"})
  public int targets;

  private FakeRepository repository = new FakeRepository(NOW);
  private TrustedMetadata anchor = TrustedMetadata.bootstrap(repository.rootBytes()).orElseThrow();
  private byte[] document = new byte[0];
  private JsonObject parsed = JsonObject.empty();

  /// Publishes that many targets.
  @Setup
  public void setUp() throws MalformedJsonException {
    repository = new FakeRepository(NOW);
    for (int i = 0; i < targets; i++) {
      repository.putTarget(ROLE, path(i), ("content " + i).getBytes(StandardCharsets.UTF_8));
    }
    repository.publish(NOW);
    anchor = TrustedMetadata.bootstrap(repository.rootBytes()).orElseThrow();
    document = repository.file("metadata/%d.%s.json".formatted(repository.version(ROLE), ROLE));
    parsed = parse();
  }

  private static String path(int index) {
    return "products/firmware/" + index + ".0/firmware.bin";
  }

  /// The product role's file from bytes to a value.
  @Benchmark
  public JsonObject parse() throws MalformedJsonException {
    return StrictJson.parseObject(document, JsonLimits.ofLength(document.length));
  }

  /// The bytes that a signature covers, of the same file.
  @Benchmark
  public byte[] canonicalBytes() {
    return CanonicalJson.encode(parsed);
  }

  /// All that a new device verifies before it believes one target: five files, five signatures.
  @Benchmark
  public LookupStep refreshAndLookup() {
    var client = new FakeClient(repository.files());
    var trusted = client.refreshed(anchor, NOW);
    return client.lookup(trusted, path(targets / 2), NOW);
  }
}
