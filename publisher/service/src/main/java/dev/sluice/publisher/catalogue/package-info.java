/// Remembers which versions a product has and which counter each of them got.
///
/// Main type: [dev.sluice.publisher.catalogue.Catalogue]. It stands in the object store, changed
/// only by conditional writes, so that several publishers need no lock. It refuses to give a
/// version two different contents. Only the publisher may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.publisher.catalogue;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
