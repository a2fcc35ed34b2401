/// The constant pool (JVMS 4.4): its entries by labels that do not depend on their order, and that
/// order told in as few bytes as possible.
///
/// Main types: [dev.sluice.formats.classfile.pool.Constants] are the entries in the order in which
/// a
/// walk over the class meets them, and [dev.sluice.formats.classfile.pool.PoolOrder] tells their
/// order in the file as what differs from the one that a compiler would have chosen, which follows
/// from the [dev.sluice.formats.classfile.pool.Uses] of the entries. It does not know where in a
/// class they are used. It depends on [dev.sluice.formats.classfile.bytes] alone.
@NullMarked
@CheckReturnValue
package dev.sluice.formats.classfile.pool;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
