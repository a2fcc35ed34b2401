package dev.sluice.formats;

import dev.sluice.formats.deflate.DeflateEngine;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.RecipeReader;

/// A stream of a result that is to be made again.
///
/// @param contentsBytes length of its contents
/// @param recipe what is needed besides them
/// @param output takes what is made
/// @param maxMemoryBytes what that may take
/// @param engine may make deflate streams in place of ours
public record RebuildOrder(
    long contentsBytes,
    RecipeReader recipe,
    ByteSink output,
    long maxMemoryBytes,
    DeflateEngine engine) {}
