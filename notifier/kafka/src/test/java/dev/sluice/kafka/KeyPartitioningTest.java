package dev.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Property;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class KeyPartitioningTest {
  @Test
  void givenKeysWithTheSameFirstPart_whenPartitioned_thenTheyShareThePartition() {
    Property.check(
        "partition follows the first part",
        200,
        seed -> {
          String first = seed.name(20);
          int partitions = (int) seed.between(1, 64);

          int partition = KeyPartitioning.partition(first, partitions);

          assertThat(KeyPartitioning.partition(first + "/" + seed.text(20), partitions))
              .isEqualTo(partition);
          assertThat(partition).isBetween(0, partitions - 1);
        });
  }

  @Test
  void givenKeyWithoutSlash_whenPartitioned_thenKafkasOwnRuleHolds() {
    byte[] key = {'g', 'a', 't', 'e'};

    int partition = KeyPartitioning.partition("gate", 12);

    assertThat(partition).isEqualTo(Utils.toPositive(Utils.murmur2(key)) % 12);
  }
}
