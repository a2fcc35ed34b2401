@NullMarked
package dev.sluice.diff.classfile;

import org.jspecify.annotations.NullMarked;
