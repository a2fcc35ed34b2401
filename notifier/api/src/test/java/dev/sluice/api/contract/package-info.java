/// A client for the tests of APIs that holds every answer against the served document.
@NullMarked
package dev.sluice.api.contract;

import org.jspecify.annotations.NullMarked;
