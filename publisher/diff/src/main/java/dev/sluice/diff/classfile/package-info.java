/// Class files, as the differ finds them.
///
/// Main type: [dev.sluice.diff.classfile.ClassAnalysis], which tries whether a class comes out
/// again
/// exactly. Only [dev.sluice.diff.view] depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.diff.classfile;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
