package dev.sluice.patch.inplace;

import dev.sluice.patch.Scratch;
import java.nio.channels.SeekableByteChannel;

/// The contents that the first pass put into the journal.
final class KeptScratch implements Scratch {
  private final Journal journal;

  KeptScratch(Journal journal) {
    this.journal = journal;
  }

  @Override
  public SeekableByteChannel open(long lengthBytes) {
    return journal.contents();
  }

  @Override
  public boolean isFilled() {
    return true;
  }
}
