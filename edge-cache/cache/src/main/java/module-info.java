/// The rules of a transparent, sliced cache: which bytes to ask for, what may still be served, what
/// goes, and how a request finds its way through all of that.
///
/// Pure code. It has no clock, file, thread or socket; the edge node around it has them.
module dev.sluice.cache {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires dev.sluice.tuf;

  exports dev.sluice.cache.coalescing;
  exports dev.sluice.cache.eviction;
  exports dev.sluice.cache.fill;
  exports dev.sluice.cache.flow;
  exports dev.sluice.cache.freshness;
  exports dev.sluice.cache.holding;
  exports dev.sluice.cache.request;
  exports dev.sluice.cache.slice;
  exports dev.sluice.cache.upstream;
}
