package dev.sluice.cache.coalescing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CoalescingTableTest {
  private final CoalescingTable<String, String> table = new CoalescingTable<>();

  @Test
  void givenIdleKey_whenTwoJoin_thenOneStartsAndBothAreWoken() {
    assertThat(table.join("slice", "first")).isEqualTo(Joining.STARTS);
    assertThat(table.join("slice", "second")).isEqualTo(Joining.WAITS);

    assertThat(table.finish("slice")).containsExactly("first", "second");
    assertThat(table.join("slice", "third")).isEqualTo(Joining.STARTS);
  }

  @Test
  void givenFetchUnderWay_whenTheOneWhoStartedItLeaves_thenTheOthersStillWait() {
    assertThat(table.join("slice", "first")).isEqualTo(Joining.STARTS);
    assertThat(table.join("slice", "second")).isEqualTo(Joining.WAITS);

    table.leave("slice", "first");

    assertThat(table.isUnderWay("slice")).isTrue();
    assertThat(table.finish("slice")).containsExactly("second");
  }

  @Test
  void givenFetchThatAllLeft_whenAnotherJoins_thenItWaitsForTheSameFetch() {
    assertThat(table.join("slice", "first")).isEqualTo(Joining.STARTS);
    table.leave("slice", "first");

    assertThat(table.join("slice", "second")).isEqualTo(Joining.WAITS);
  }

  @Test
  void givenIdleKey_whenLeavingOrFinishing_thenNothingHappens() {
    table.leave("slice", "nobody");

    assertThat(table.finish("slice")).isEmpty();
    assertThat(table.size()).isZero();
  }
}
