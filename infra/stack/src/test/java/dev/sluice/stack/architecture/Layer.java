package dev.sluice.stack.architecture;

/// What a module is, from which follows what it may use.
enum Layer {
  /// Types that components exchange.
  CONTRACT("contract"),
  /// Decisions of one component, pure code.
  CORE("core"),
  /// Contract types bound to one library: the part that several shells share.
  BINDING("binding"),
  /// Network, disk, threads, programs.
  SHELL("shell"),
  /// What only tests see.
  TEST("test"),
  /// Benchmarks.
  BENCHMARK("—");

  private final String word;

  Layer(String word) {
    this.word = word;
  }

  /// The layer as README.md's module table writes it.
  String word() {
    return word;
  }

  /// Whether the module must be free of clocks, files, threads, sockets, logs and unseeded chance.
  boolean isPure() {
    return this == CONTRACT || this == CORE;
  }
}
