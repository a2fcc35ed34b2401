package dev.sluice.events.report;

import dev.sluice.events.field.Fields;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// What an edge node gave out and took in, in bytes of bodies: since it started, or in a time.
///
/// @param metadata documents: signed metadata, manifests, descriptors and lists
/// @param patches patches, and artifacts that were made small
/// @param artifacts artifacts as they are, whole or in slices
/// @param upstreamBytes what came from the next tier or the origin, 0 to [#MAX_BYTES]
public record NodeTraffic(Sent metadata, Sent patches, Sent artifacts, long upstreamBytes) {
  /// Where each figure ends, 64 PiB: more than any node sends, and sums of them are exact.
  public static final long MAX_BYTES = 1L << 56;

  /// Nothing went out and nothing came in.
  public static final NodeTraffic NONE = new NodeTraffic(Sent.NONE, Sent.NONE, Sent.NONE, 0);

  /// Checks the number.
  public NodeTraffic {
    Fields.require(
        Sent.isBytes(upstreamBytes), "bytes from upstream out of range: " + upstreamBytes);
  }

  /// Bytes of one kind that went to clients.
  ///
  /// @param hitBytes of it, what was held, 0 to [#MAX_BYTES]
  /// @param missBytes of it, what had to be fetched, 0 to [#MAX_BYTES]
  public record Sent(long hitBytes, long missBytes) {
    /// Nothing.
    public static final Sent NONE = new Sent(0, 0);

    /// Checks the numbers.
    public Sent {
      Fields.require(
          isBytes(hitBytes) && isBytes(missBytes),
          "bytes out of range: " + hitBytes + ", " + missBytes);
    }

    /// All of it.
    public long egressBytes() {
      return hitBytes + missBytes;
    }

    /// Here, as [#NONE] is made with it: the outer record cannot be there without that.
    private static boolean isBytes(long number) {
      return number >= 0 && number <= MAX_BYTES;
    }

    private Sent plus(Sent other) {
      return new Sent(sum(hitBytes, other.hitBytes), sum(missBytes, other.missBytes));
    }

    private Sent most(Sent other) {
      return new Sent(Math.max(hitBytes, other.hitBytes), Math.max(missBytes, other.missBytes));
    }

    private Sent without(Sent part) {
      return new Sent(hitBytes - part.hitBytes, missBytes - part.missBytes);
    }

    private Sent times(double share) {
      return new Sent(part(hitBytes, share), part(missBytes, share));
    }

    private JsonObject toJson() {
      return JsonObject.builder().put("hitBytes", hitBytes).put("missBytes", missBytes).build();
    }

    private static Sent fromJson(JsonObject json) throws MalformedJsonException {
      return new Sent(bytes(json, "hitBytes"), bytes(json, "missBytes"));
    }
  }

  /// What was held.
  public long hitBytes() {
    return metadata.hitBytes + patches.hitBytes + artifacts.hitBytes;
  }

  /// What had to be fetched.
  public long missBytes() {
    return metadata.missBytes + patches.missBytes + artifacts.missBytes;
  }

  /// All that went out.
  public long egressBytes() {
    return hitBytes() + missBytes();
  }

  /// Both together; a figure ends at [#MAX_BYTES].
  public NodeTraffic plus(NodeTraffic other) {
    return new NodeTraffic(
        metadata.plus(other.metadata),
        patches.plus(other.patches),
        artifacts.plus(other.artifacts),
        sum(upstreamBytes, other.upstreamBytes));
  }

  /// The larger one of each figure. Counters only rise, so that this is the later of two readings.
  public NodeTraffic most(NodeTraffic other) {
    return new NodeTraffic(
        metadata.most(other.metadata),
        patches.most(other.patches),
        artifacts.most(other.artifacts),
        Math.max(upstreamBytes, other.upstreamBytes));
  }

  /// What is left without a part of it.
  ///
  /// @throws IllegalArgumentException if a figure of the part is larger
  public NodeTraffic without(NodeTraffic part) {
    return new NodeTraffic(
        metadata.without(part.metadata),
        patches.without(part.patches),
        artifacts.without(part.artifacts),
        upstreamBytes - part.upstreamBytes);
  }

  /// A share of each figure, rounded down.
  ///
  /// @param share 0 to 1; a larger one gives no smaller figure
  public NodeTraffic times(double share) {
    return new NodeTraffic(
        metadata.times(share),
        patches.times(share),
        artifacts.times(share),
        part(upstreamBytes, share));
  }

  /// As a JSON value, for events and for what stores it.
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("metadata", metadata.toJson())
        .put("patches", patches.toJson())
        .put("artifacts", artifacts.toJson())
        .put("upstreamBytes", upstreamBytes)
        .build();
  }

  /// Reads what [#toJson()] writes.
  ///
  /// @throws MalformedJsonException if it is anything else
  public static NodeTraffic fromJson(JsonObject json) throws MalformedJsonException {
    return new NodeTraffic(
        Sent.fromJson(json.requireObject("metadata")),
        Sent.fromJson(json.requireObject("patches")),
        Sent.fromJson(json.requireObject("artifacts")),
        bytes(json, "upstreamBytes"));
  }

  private static long sum(long one, long other) {
    return Math.min(MAX_BYTES, one + other);
  }

  private static long part(long whole, double share) {
    return Math.min(whole, (long) (whole * share));
  }

  private static long bytes(JsonObject json, String name) throws MalformedJsonException {
    return json.requireLong(name, 0, MAX_BYTES);
  }
}
