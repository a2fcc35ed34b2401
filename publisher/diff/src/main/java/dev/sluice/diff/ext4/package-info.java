/// Where the files of an ext4 image stand.
///
/// Main type: [dev.sluice.diff.ext4.Ext4Files], which reads the inodes of ext2, ext3 and ext4 file
/// systems wherever they stand in a view, and says which extents hold a file. It knows neither
/// names nor directories. Only the differ looks: a patch says where the files are that matter, so
/// that a device need not know file systems. Nothing in an image is trusted: what cannot be so is
/// left out, and no block is in two files, so that all files together are no longer than the image.
/// It refuses to know executables and patches. Only [dev.sluice.diff.view] depends on it.
///
/// Layout of the structures: the kernel's documentation, filesystems/ext4.
@NullMarked
@CheckReturnValue
package dev.sluice.diff.ext4;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
