package dev.sluice.delta.deflate;

/// What an analysis found.
public sealed interface DeflateResult {
  /// A stream that its recipe makes again, which was tried.
  ///
  /// @param compressedBytes length of the stream, whole bytes
  /// @param inflatedBytes length of its contents
  /// @param recipe what is needed beside the contents
  /// @param memoryBytes heap that rebuilding takes at most
  record Found(long compressedBytes, long inflatedBytes, DeflateRecipe recipe, long memoryBytes)
      implements DeflateResult {}

  /// There is no complete deflate stream.
  record NotDeflate() implements DeflateResult {}

  /// There may be a stream, but it is beyond the limits, or its encoder is none that is predicted
  /// well enough.
  record NotWorthIt() implements DeflateResult {}
}
