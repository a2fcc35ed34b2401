package dev.sluice.publisher.patch;

import java.nio.file.Path;

/// A patch to be made.
///
/// @param base the file that it starts from; an empty one makes a compressed full artifact
/// @param result the file that it leads to
/// @param patch where it is written; does not exist yet
/// @param maxPatchBytes a longer one is of no use
/// @param memoryBytes what the differ may take off the heap
public record PatchOrder(
    Path base, Path result, Path patch, long maxPatchBytes, long memoryBytes) {}
