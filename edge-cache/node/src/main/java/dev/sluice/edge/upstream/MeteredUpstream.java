package dev.sluice.edge.upstream;

import dev.sluice.cache.upstream.FetchRequest;
import dev.sluice.cache.upstream.Fetched;
import dev.sluice.cache.upstream.ObjectFacts;
import dev.sluice.edge.traffic.TrafficMeter;

/// Counts every attempt and every byte of a body that arrived, also of attempts that failed.
public final class MeteredUpstream implements Upstream {
  private final Upstream upstream;
  private final TrafficMeter meter;

  /// @param meter is told
  public MeteredUpstream(Upstream upstream, TrafficMeter meter) {
    this.upstream = upstream;
    this.meter = meter;
  }

  @Override
  public Fetched fetch(FetchRequest request, BodySink sink) {
    meter.upstreamAsked(request.path());
    return upstream.fetch(request, new CountingSink(request, sink));
  }

  private final class CountingSink implements BodySink {
    private final FetchRequest request;
    private final BodySink sink;

    CountingSink(FetchRequest request, BodySink sink) {
      this.request = request;
      this.sink = sink;
    }

    @Override
    public void begin(ObjectFacts facts) {
      sink.begin(facts);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
      meter.upstreamReceived(request.path(), count);
      sink.write(bytes, offset, count);
    }
  }
}
