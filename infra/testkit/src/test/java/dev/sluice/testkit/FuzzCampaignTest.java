package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzCampaignTest {
  private static final byte[] NO_CHARACTER = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe};

  @TempDir Path classes;

  @Test
  void givenTestClasses_whenLookingForTargets_thenFindsThoseWithJazzersAnnotation()
      throws IOException {
    put("dev/two/RootFuzzTest.class", "Lcom/code_intelligence/jazzer/junit/FuzzTest;");
    put("dev/one/AnyName.class", "…Lcom/code_intelligence/jazzer/junit/FuzzTest;…");
    put("dev/one/OrdinaryFuzzTest.class", "Lorg/junit/jupiter/api/Test;");
    put("dev/one/seed", "Lcom/code_intelligence/jazzer/junit/FuzzTest;");

    assertThat(FuzzCampaign.targets(classes))
        .containsExactly("dev.one.AnyName", "dev.two.RootFuzzTest");
  }

  private void put(String name, String text) throws IOException {
    var file = classes.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, NO_CHARACTER);
    Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
  }
}
