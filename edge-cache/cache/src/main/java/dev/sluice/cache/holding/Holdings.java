package dev.sluice.cache.holding;

import dev.sluice.cache.freshness.ObjectPath;
import java.util.Optional;

/// What is held at this moment, for those who only look.
///
/// @param <S> a slice, as the store knows it
public interface Holdings<S extends HeldSlice> {
  /// The slice, if it is here. It becomes the most recently used.
  Optional<S> find(SliceKey key);

  /// Some slice of the object, if there is one: it tells length and type of the whole.
  Optional<S> findAny(ObjectPath path);
}
