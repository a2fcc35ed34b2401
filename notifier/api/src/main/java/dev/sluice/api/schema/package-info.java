/// Records as JSON, and JSON Schema derived from them.
///
/// Main types: [dev.sluice.api.schema.ApiJson] and [dev.sluice.api.schema.Schemas]. Members are
/// camelCase; an absent `Optional` is left out; a type with a static `parse` is its text. It knows
/// records, enums, lists, maps and texts, and refuses everything else. The API server and its tests
/// depend on it.
@NullMarked
package dev.sluice.api.schema;

import org.jspecify.annotations.NullMarked;
