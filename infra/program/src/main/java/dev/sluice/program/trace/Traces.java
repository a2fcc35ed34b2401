package dev.sluice.program.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// Starts the spans of one program. Safe for many threads; whoever opens it closes it.
public final class Traces implements AutoCloseable {
  /// The key under which logs carry the trace.
  public static final String LOG_KEY = "traceId";

  private static final String HEADER = "traceparent";
  private static final long CLOSE_SECONDS = 3;

  private static final TextMapGetter<Map<String, String>> FROM_MAP =
      new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
          return carrier == null ? null : carrier.get(key);
        }
      };

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private Traces(SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider.get("dev.sluice");
  }

  /// Makes identities and sends nothing.
  public static Traces silent() {
    return new Traces(SdkTracerProvider.builder().addSpanProcessor(new Unsent()).build());
  }

  /// As configured.
  ///
  /// @param program the service's name in the traces
  public static Traces open(String program, TracingConfig config) {
    if (config.endpoint().isEmpty()) {
      return silent();
    }
    var exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(config.endpoint().get().toString()).build();
    return new Traces(
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(
                    Attributes.of(AttributeKey.stringKey("service.name"), "sluice-" + program)))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.sampled())))
            .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
            .build());
  }

  /// Starts a span and makes it this thread's current one, until it is closed on the same thread.
  ///
  /// @param name stable, in domain words: `sign release`
  /// @param traceParent the W3C text of the span that led here; unusable text counts as absent.
  ///     Absent: the thread's
  ///     current span, or else a new trace
  public Traced start(String name, Optional<String> traceParent) {
    var parent =
        traceParent
            .map(
                text ->
                    W3CTraceContextPropagator.getInstance()
                        .extract(Context.root(), Map.of(HEADER, text), FROM_MAP))
            .orElseGet(Context::current);
    return new Traced(tracer.spanBuilder(name).setParent(parent).startSpan());
  }

  /// Starts a span below the thread's current one, or a new trace.
  public Traced start(String name) {
    return start(name, Optional.empty());
  }

  /// Does something as part of the trace that led to it, in a span of its own; what belongs to no
  /// trace is done without one.
  ///
  /// @param name of the span, as in [#start(String, Optional)]
  public void follow(String name, Optional<String> traceParent, Runnable work) {
    if (traceParent.isEmpty()) {
      work.run();
      return;
    }
    try (Traced span = start(name, traceParent)) {
      try {
        work.run();
      } catch (RuntimeException e) {
        span.failed(e);
        throw e;
      }
    }
  }

  /// The W3C text of the thread's current span, to be sent along; empty where there is none.
  public static Optional<String> currentTraceParent() {
    return textOf(Context.current());
  }

  /// The tracer itself, for libraries that want one.
  public Tracer tracer() {
    return tracer;
  }

  private static Optional<String> textOf(Context context) {
    var carrier = new HashMap<String, String>();
    W3CTraceContextPropagator.getInstance()
        .inject(context, carrier, (map, key, value) -> Objects.requireNonNull(map).put(key, value));
    return Optional.ofNullable(carrier.get(HEADER));
  }

  /// Sends what is left, for a few seconds at most.
  @Override
  public void close() {
    provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  /// Leaves finished spans alone. Without any processor the SDK would make no identities.
  private static final class Unsent implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return false;
    }
  }

  /// A span under way, current on the thread that started it. Log lines of that thread carry its
  /// trace.
  public static final class Traced implements AutoCloseable {
    private final Span span;
    private final Scope scope;
    private final @Nullable String logBefore;

    @SuppressWarnings("MustBeClosed") // close() closes it.
    private Traced(Span span) {
      this.span = span;
      this.scope = span.makeCurrent();
      this.logBefore = MDC.get(LOG_KEY);
      MDC.put(LOG_KEY, span.getSpanContext().getTraceId());
    }

    /// The W3C text of this span, to be sent along.
    public String traceParent() {
      return textOf(Context.root().with(span)).orElseThrow();
    }

    /// 32 hexadecimal digits.
    public String traceId() {
      return span.getSpanContext().getTraceId();
    }

    /// Adds a fact.
    public Traced with(String key, String value) {
      span.setAttribute(key, value);
      return this;
    }

    /// Marks the span as failed.
    public void failed(Throwable reason) {
      span.setStatus(StatusCode.ERROR, String.valueOf(reason.getMessage()));
      span.recordException(reason);
    }

    /// Ends the span; the thread has again the one before.
    @Override
    public void close() {
      if (logBefore == null) {
        MDC.remove(LOG_KEY);
      } else {
        MDC.put(LOG_KEY, logBefore);
      }
      scope.close();
      span.end();
    }
  }
}
