/// Bytes and files as the machine speaks of them.
///
/// A file of the device has a name of ours ([LocalFile], the main type) and no path: where it
/// stands is the shell's business. The package decides nothing and reads nothing. Every package of
/// the update core may depend on it, and so may the shells.
@NullMarked
@CheckReturnValue
package dev.sluice.update.file;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
