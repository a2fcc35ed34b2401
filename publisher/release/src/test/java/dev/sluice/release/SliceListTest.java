package dev.sluice.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Property;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SliceListTest {
  @Test
  void givenBytesInAnyPieces_whenDigested_thenSlicesTileTheArtifact() {
    Property.check(
        "slices tile the artifact",
        200,
        seed -> {
          byte[] bytes = seed.bytesOfLength(1 + seed.size(20_000));
          long sliceLength = seed.between(SliceList.MIN_SLICE_LENGTH_BYTES, 4_096);
          var digester = new SliceDigester(sliceLength);
          for (int at = 0; at < bytes.length; ) {
            int step = (int) seed.between(1, Math.min(5_000, bytes.length - at));
            digester.update(bytes, at, step);
            at += step;
          }

          var result = digester.finish();

          assertThat(result.digest()).isEqualTo(Digest.sha256(bytes));
          assertThat(result.slices().lengthBytes()).isEqualTo(bytes.length);
          int start = 0;
          for (Digest slice : result.slices().digests()) {
            int end = (int) Math.min(bytes.length, start + sliceLength);
            assertThat(slice).isEqualTo(Digest.sha256(Arrays.copyOfRange(bytes, start, end)));
            start = end;
          }
          assertThat(start).isEqualTo(bytes.length);
        });
  }

  @Test
  void givenSliceList_whenEncodedAndDecoded_thenIsTheSame() {
    Property.check(
        "slice list encode and decode agree",
        100,
        seed -> {
          long sliceLength = seed.between(SliceList.MIN_SLICE_LENGTH_BYTES, 1 << 20);
          long length = seed.between(1, sliceLength * 50);
          long count = SliceList.sliceCount(sliceLength, length);
          List<Digest> digests =
              LongStream.range(0, count).mapToObj(_ -> Releases.digest(seed)).toList();
          var list = new SliceList(sliceLength, length, digests);

          byte[] encoded = list.encode();

          assertThat(encoded).hasSize((int) SliceList.encodedLengthBytes(sliceLength, length));
          assertThat(SliceList.decode(sliceLength, length, encoded)).contains(list);
          assertThat(list.digest()).isEqualTo(Digest.sha256(encoded));
        });
  }

  @Test
  void givenListOfAnotherLength_whenDecoded_thenIsNothing() {
    assertThat(SliceList.decode(1_024, 2_048, new byte[32])).isEmpty();
    assertThat(SliceList.decode(1_024, 2_048, new byte[65])).isEmpty();
    assertThat(SliceList.decode(1_024, 2_048, new byte[64])).isPresent();
    assertThat(SliceList.decode(1_024, 2_049, new byte[96])).isPresent();
  }

  @Test
  void givenNoBytes_whenFinished_thenRefuses() {
    assertThatThrownBy(() -> new SliceDigester(1_024).finish())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenReference_whenWrittenAsCustom_thenReadsBack() throws MalformedJsonException {
    var reference =
        new SliceReference(SliceList.DEFAULT_SLICE_LENGTH_BYTES, Digest.sha256(new byte[0]));

    JsonObject custom = reference.toCustom();

    assertThat(custom)
        .hasToString(
            "{\"sluice\":{\"sliceLengthBytes\":1048576,\"sliceList\":\""
                + reference.sliceList().hex()
                + "\"}}");
    assertThat(SliceReference.fromCustom(custom)).contains(reference);
    assertThat(SliceReference.fromCustom(JsonObject.empty())).isEmpty();
  }

  @Test
  void givenCustomWithBadSliceLength_whenRead_thenRefuses() {
    var custom =
        JsonObject.builder()
            .put("sluice", JsonObject.builder().put("sliceLengthBytes", 0).build())
            .build();

    assertThatThrownBy(() -> SliceReference.fromCustom(custom))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("sluice.sliceLengthBytes");
  }
}
