package dev.sluice.release;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Optional;

/// Where the slice list of an artifact is: the member `sluice` of its target entry's `custom`.
///
/// @param sliceLengthBytes length of every slice but the last
/// @param sliceList digest of the encoded [SliceList], which names its object
public record SliceReference(long sliceLengthBytes, Digest sliceList) {
  private static final String MEMBER = "sluice";

  /// Checks the slice length.
  public SliceReference {
    SliceList.requireSliceLength(sliceLengthBytes);
  }

  /// The `custom` of the artifact's target entry.
  public JsonObject toCustom() {
    return JsonObject.builder()
        .put(
            MEMBER,
            JsonObject.builder()
                .put("sliceLengthBytes", sliceLengthBytes)
                .put("sliceList", sliceList)
                .build())
        .build();
  }

  /// Reads the `custom` of a target entry. Unknown members are left alone: TUF leaves `custom`
  /// open.
  ///
  /// @return nothing if the target has no slice list
  /// @throws MalformedJsonException if `sluice` is there but not as [#toCustom()] writes it
  public static Optional<SliceReference> fromCustom(JsonObject custom)
      throws MalformedJsonException {
    Optional<JsonObject> sluice = custom.findObject(MEMBER);
    if (sluice.isEmpty()) {
      return Optional.empty();
    }
    long sliceLength =
        sluice
            .get()
            .requireLong(
                "sliceLengthBytes",
                SliceList.MIN_SLICE_LENGTH_BYTES,
                SliceList.MAX_SLICE_LENGTH_BYTES);
    return Optional.of(new SliceReference(sliceLength, sluice.get().requireDigest("sliceList")));
  }
}
