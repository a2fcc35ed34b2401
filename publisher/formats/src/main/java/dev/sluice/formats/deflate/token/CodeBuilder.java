package dev.sluice.formats.deflate.token;

/// Chooses code lengths for the symbols of an alphabet, as some encoder does.
public interface CodeBuilder {
  /// Computes lengths for how often each symbol occurs.
  void build(int[] occurrences);

  /// The last symbol that has a code.
  int lastSymbol();

  /// Bits of the symbol's code, 0 if it has none.
  int length(int symbol);
}
