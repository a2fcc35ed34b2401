package dev.sluice.program.admin;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/// The meters of one program, with those of its JVM and process, and its health: `sluice.health`
/// is 1 for each check of `/health/ready` that is fine, 0 for one that is not.
public final class Meters implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  private final MultiGauge checks;
  private final Health health;

  /// @param program the common label of all
  public Meters(String program, Health health) {
    this.health = health;
    registry.config().commonTags("program", program);
    checks =
        MultiGauge.builder("sluice.health")
            .description("1 if a check of /health/ready is fine, 0 if it is not")
            .register(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    collections.bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /// Where the program registers its own.
  public MeterRegistry registry() {
    return registry;
  }

  /// All of them in Prometheus's text form.
  public String text() {
    checks.register(
        health.states().stream()
            .<MultiGauge.Row<?>>map(
                state ->
                    MultiGauge.Row.of(
                        Tags.of("check", state.name()), state.problem().isEmpty() ? 1 : 0))
            .toList(),
        true);
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
